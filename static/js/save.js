// Save a learning card as a picture on this phone. It is drawn here: nobody is asked for it, and its file's name says nothing.

const [WIDTH, HEIGHT, EDGE] = [1012, 638, 40]; // a bank card at 300 dots an inch
const SIDE = HEIGHT - 2 * EDGE;

function draw(card) {
  const canvas = Object.assign(document.createElement("canvas"), { width: WIDTH, height: HEIGHT });
  const pen = canvas.getContext("2d");
  const square = card.querySelector("svg");
  const modules = square.viewBox.baseVal.width;
  pen.fillStyle = "#fff";
  pen.fillRect(0, 0, WIDTH, HEIGHT);
  pen.fillStyle = "#000";
  pen.save();
  pen.translate(EDGE, EDGE);
  const module = Math.floor(SIDE / modules); // whole dots: cameras like sharp edges
  pen.scale(module, module);
  pen.fill(new Path2D(square.querySelector("path:last-child").getAttribute("d")));
  pen.restore();
  pen.font = "bold 44px ui-monospace, monospace";
  [...card.querySelectorAll("li")].forEach((group, at) => {
    pen.fillText(group.textContent, 2 * EDGE + SIDE + (at % 2) * 150, 160 + Math.floor(at / 2) * 110);
  });
  return canvas;
}

export function start(main) {
  const button = main.querySelector("[data-picture]");
  button.hidden = false;
  button.addEventListener("click", () => {
    draw(main.querySelector("[data-pass]")).toBlob((picture) => {
      const href = URL.createObjectURL(picture);
      Object.assign(document.createElement("a"), { href, download: "card.png" }).click();
      setTimeout(() => URL.revokeObjectURL(href), 60000);
    });
  });
}
