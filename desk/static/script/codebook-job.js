// Follows what is done in the background, and shows its result when it is done.
const job = document.querySelector("[data-job]");

async function follow() {
  try {
    const answer = await fetch(job.dataset.progress, { headers: { Accept: "application/json" } });
    if (!answer.ok) return;
    const p = await answer.json();
    if (p.state !== "running") {
      location.reload();
      return;
    }
    job.querySelector("[data-done]").textContent = p.done;
    job.querySelector("progress").value = p.done;
  } catch {
    // the desk does not answer at this moment: it is asked again
  }
  setTimeout(follow, 700);
}

if (job && job.dataset.state === "running") {
  job.querySelector("[data-refresh]").hidden = true;
  setTimeout(follow, 400);
}
