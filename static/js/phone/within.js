// A signal that ends a request after so many ms. Phones that get no newer browser lack AbortSignal.timeout.

export function within(ms) {
  const control = new AbortController();
  setTimeout(() => control.abort(), ms);
  return control.signal;
}
