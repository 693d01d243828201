// Shows the table made in Python and reports the row chosen. Names are links: with Ctrl they open in a new tab.
export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector("[data-list]");
  if (root.shown !== data.table) {
    root.innerHTML = data.table;
    root.shown = data.table;
  }
  const links = [...root.querySelectorAll("tbody a")];
  root.onclick = (event) => {
    const chosen = event.target.closest("tbody tr")?.querySelector("a");
    if (!chosen || event.ctrlKey || event.metaKey || event.shiftKey || String(getSelection())) return;
    event.preventDefault();
    root.closest("[data-testid=stMain]")?.scrollTo(0, 0);
    setTriggerValue("opened", chosen.dataset.id);
  };
  root.onkeydown = (event) => {
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    const next = step && links[links.indexOf(event.target) + step];
    if (!next || event.target.tagName !== "A") return;
    event.preventDefault();
    next.focus();
  };
}
