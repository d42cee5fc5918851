// Blocks that fetch themselves when the stream says that they are stale.

let stream = null;

const live = () => [...document.querySelectorAll("[data-live]")];

async function fetchAnew(block) {
  const answer = await fetch(block.dataset.src, { headers: { "HX-Request": "true" } });
  if (answer.ok && !answer.redirected) block.innerHTML = await answer.text();
}

function open() {
  let again = false;
  stream = new EventSource("/live");
  stream.addEventListener("stale", ({ data }) => {
    live().filter((block) => block.dataset.live === data).forEach(fetchAnew);
  });
  stream.addEventListener("open", () => {
    document.documentElement.dataset.stream = "open";
    if (again) live().forEach(fetchAnew);
    again = true;
  });
}

function listen() {
  if (live().length && !stream) open();
  if (!live().length && stream) {
    stream.close();
    stream = null;
  }
}

document.addEventListener("htmx:after:settle", listen);
window.addEventListener("pagehide", () => stream?.close());
listen();
