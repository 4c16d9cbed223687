// Numbers nobody can guess; also on plain http in an office without a certificate, where browsers lack randomUUID.

const bytes = (count) => crypto.getRandomValues(new Uint8Array(count));
const hex = (values) => Array.from(values, (one) => one.toString(16).padStart(2, "0")).join("");

export function uuid() {
  const values = bytes(16);
  values[6] = (values[6] & 0x0f) | 0x40;
  values[8] = (values[8] & 0x3f) | 0x80;
  return hex(values).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

export const secret = () => hex(bytes(24));
