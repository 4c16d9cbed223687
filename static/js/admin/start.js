// Starts the widgets that Wagtail starts with inline scripts, which our content security policy refuses.
// A <template data-start="initDateChooser" data-id="…" data-options="{…}"> stands where the script stood; it is seen
// whether it came with the page, in a dialog, or with a block that was added later.

const FUNCTIONS = new Set(["initDateChooser", "initDateTimeChooser", "initTimeChooser", "createTaskChooser", "createMediaChooser"]);
const CLASSES = new Set([
  "Chooser", "PageChooser", "ImageChooser", "DocumentChooser", "SnippetChooser", "InlinePanel", "MultipleChooserPanel",
]);
const OURS = { nameAfterFile };

function start(mark) {
  const name = mark.dataset.start;
  delete mark.dataset.start; // once is enough
  const words = [];
  if (mark.dataset.id) words.push(mark.dataset.id);
  if (mark.dataset.options) words.push(JSON.parse(mark.dataset.options));
  if (name in OURS) OURS[name]();
  else if (FUNCTIONS.has(name)) window[name](...words);
  else if (CLASSES.has(name)) new window[name](...words);
  else console.error(`start.js does not know “${name}”.`);
}

function nameAfterFile() {
  const file = document.getElementById("id_file");
  const title = document.getElementById("id_title");
  file.addEventListener("change", () => {
    if (file.files.length && !title.value) title.value = file.files[0].name.replace(/\.[^.]+$/, "");
  });
}

function look(root) {
  root.querySelectorAll("template[data-start]").forEach(start);
}

look(document);
new MutationObserver((changes) => {
  for (const node of changes.flatMap((change) => [...change.addedNodes])) {
    if (node.nodeType !== Node.ELEMENT_NODE || !node.isConnected) continue;
    if (node.matches("template[data-start]")) start(node);
    else look(node);
  }
}).observe(document.body, { childList: true, subtree: true });
