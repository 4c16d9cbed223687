// This browser has a learning record: public pages may ask for it and lay it over themselves.
try {
  localStorage.setItem("onward.record", "1");
} catch {
  // Storage is refused: public pages stay as they are, and “My learning” shows everything.
}
