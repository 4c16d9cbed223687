// News between this page, other pages of ours that are open, and the worker: a receipt has changed, a lesson was kept.

const channel = "BroadcastChannel" in globalThis ? new BroadcastChannel("onward") : undefined;
const heard = new Set();

channel?.addEventListener("message", ({ data }) => heard.forEach((hear) => hear(data)));

export function tell(news) {
  heard.forEach((hear) => hear(news));
  channel?.postMessage(news);
}

// Returns what ends it.
export function listen(hear) {
  heard.add(hear);
  return () => heard.delete(hear);
}
