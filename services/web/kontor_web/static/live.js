// Blocks that fetch themselves when the stream says that they are stale.

let stream = null;
let asked = 0;
const known = new WeakSet();

const live = () => [...document.querySelectorAll("[data-live]")];

// Only the latest answer counts; what did not change stays, with clicks under way and the focus.
async function fetchAnew(block) {
  const turn = String(++asked);
  block.dataset.turn = turn;
  const answer = await fetch(block.dataset.src, { headers: { "HX-Request": "true" } });
  if (answer.headers.has("HX-Refresh")) location.reload();
  const text = await answer.text();
  if (!answer.ok || answer.redirected || !block.isConnected || block.dataset.turn !== turn) return;
  await htmx.swap({ text, target: block, sourceElement: block, swap: "innerMorph" });
}

// A request that ends with its page, or meets a network that is away, is made good by the next.
function fetchAll(blocks) {
  for (const block of blocks) {
    known.add(block);
    fetchAnew(block).catch(() => {});
  }
}

// What came after a page was made and before its stream listened, the stream does not tell.
function open() {
  stream = new EventSource("/live");
  stream.addEventListener("stale", ({ data }) => {
    fetchAll(live().filter((block) => block.dataset.live === data));
  });
  stream.addEventListener("listening", () => {
    document.documentElement.dataset.stream = "open";
    fetchAll(live());
  });
  // It is refused where the session has ended, and so are the blocks then.
  stream.addEventListener("error", () => {
    if (stream?.readyState === EventSource.CLOSED) fetchAll(live());
  });
}

function listen() {
  if (live().length && !stream) open();
  else if (stream) fetchAll(live().filter((block) => !known.has(block)));
  if (!live().length && stream) {
    stream.close();
    stream = null;
    delete document.documentElement.dataset.stream;
  }
}

document.addEventListener("htmx:after:settle", listen);
window.addEventListener("pagehide", () => stream?.close());
listen();
