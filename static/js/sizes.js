// Bytes in the words of this page's language.

const UNITS = ["kilobyte", "megabyte", "gigabyte"];

export function size(bytes) {
  let [value, unit] = [bytes / 1000, 0];
  while (value >= 1000 && unit < UNITS.length - 1) [value, unit] = [value / 1000, unit + 1];
  const options = { style: "unit", unit: UNITS[unit], maximumFractionDigits: value < 10 && unit ? 1 : 0 };
  try {
    return new Intl.NumberFormat(document.documentElement.lang, options).format(value < 1 && !unit ? Math.ceil(value) : value);
  } catch {
    return `${Math.ceil(value)} ${["kB", "MB", "GB"][unit]}`;
  }
}
