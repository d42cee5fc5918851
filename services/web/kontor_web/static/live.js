// Blocks that fetch themselves when the stream says that they are stale.

let stream = null;
let asked = 0;

const live = () => [...document.querySelectorAll("[data-live]")];

// Only the latest answer counts; what did not change stays, with clicks under way and the focus.
async function fetchAnew(block) {
  const turn = String(++asked);
  block.dataset.turn = turn;
  const answer = await fetch(block.dataset.src, { headers: { "HX-Request": "true" } });
  const text = await answer.text();
  if (!answer.ok || answer.redirected || !block.isConnected || block.dataset.turn !== turn) return;
  await htmx.swap({ text, target: block, sourceElement: block, swap: "innerMorph" });
}

// A request that ends with its page, or meets a network that is away, is made good by the next.
const fetchAll = (blocks) => blocks.forEach((block) => fetchAnew(block).catch(() => {}));

function open() {
  let again = false;
  stream = new EventSource("/live");
  stream.addEventListener("stale", ({ data }) => {
    fetchAll(live().filter((block) => block.dataset.live === data));
  });
  stream.addEventListener("open", () => {
    document.documentElement.dataset.stream = "open";
    if (again) fetchAll(live());
    again = true;
  });
}

function listen() {
  if (live().length && !stream) open();
  if (!live().length && stream) {
    stream.close();
    stream = null;
    delete document.documentElement.dataset.stream;
  }
}

document.addEventListener("htmx:after:settle", listen);
window.addEventListener("pagehide", () => stream?.close());
listen();
