// Shows the chosen picture of the kit beside its list. Works for lists that come later too, as new blocks do.

function show(list) {
  const address = list.selectedOptions[0]?.dataset.picture;
  let picture = list.nextElementSibling;
  if (!picture?.matches("img.illustration")) {
    picture = document.createElement("img");
    picture.className = "illustration";
    picture.alt = ""; // the list says it in words
    list.after(picture);
  }
  picture.hidden = !address;
  if (address) picture.src = address;
}

function look(root) {
  root.querySelectorAll("select[data-illustrations]").forEach(show);
}

look(document);
document.addEventListener("change", (event) => {
  if (event.target.matches("select[data-illustrations]")) show(event.target);
});
new MutationObserver((changes) => {
  for (const node of changes.flatMap((change) => [...change.addedNodes])) {
    if (node.nodeType !== Node.ELEMENT_NODE || !node.isConnected) continue;
    if (node.matches("select[data-illustrations]")) show(node);
    else look(node);
  }
}).observe(document.body, { childList: true, subtree: true });
