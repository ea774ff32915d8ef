// Show an answer of the workbench, send clicks to Python, and save a file that comes back.
function render({ model, el }) {
  el.classList.add("workbench-answer");
  const into_view = () => {
    for (const box of el.querySelectorAll('.sides [role="region"]')) {
      const mark = box.querySelector("mark");
      const top = mark ? mark.getBoundingClientRect().top - box.getBoundingClientRect().top : 0;
      box.scrollTop += Math.max(top - box.clientHeight / 3, -box.scrollTop);
    }
  };
  const draw = () => {
    const held = el.contains(document.activeElement) ? document.activeElement.dataset.go : undefined;
    el.innerHTML = model.get("html");
    into_view();
    if (held !== undefined) {
      const again = [...el.querySelectorAll("button")].find((one) => one.dataset.go === held);
      (again ?? el.querySelector('[role="region"]'))?.focus({ preventScroll: true });
    }
  };
  const go = (event) => {
    const to = event.target.closest("[data-go]");
    if (to && String(document.getSelection()) === "") model.send({ go: JSON.parse(to.dataset.go) });
  };
  // The arrow keys go from hit to hit.
  const step = (event) => {
    const rows = [...el.querySelectorAll("tbody td:first-child button, td.node button")];
    const next = rows[rows.indexOf(document.activeElement) + { ArrowDown: 1, ArrowUp: -1 }[event.key]];
    if (!next || !rows.includes(document.activeElement)) return;
    event.preventDefault();
    event.stopPropagation();
    next.focus();
  };
  const save = (message, buffers) => {
    if (!message.file) return;
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([buffers[0]], { type: "text/csv;charset=utf-8" }));
    link.download = message.file;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  };
  const seen = new ResizeObserver(into_view);
  seen.observe(el);
  el.addEventListener("click", go);
  el.addEventListener("keydown", step);
  model.on("change:html", draw);
  model.on("msg:custom", save);
  draw();
  return () => {
    seen.disconnect();
    model.off("change:html", draw);
    model.off("msg:custom", save);
  };
}
export default { render };
