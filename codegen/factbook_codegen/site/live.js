// Waits for changes of the site, and loads the page again when there are any; says what is wrong on top of the page.
(async () => {
  "use strict";
  let at = null;
  const pause = (seconds) => new Promise((go) => setTimeout(go, seconds * 1000));
  const say = (text) => {
    document.getElementById("live-problems")?.remove();
    if (!text) return;
    const box = Object.assign(document.createElement("pre"), { id: "live-problems", textContent: text });
    box.setAttribute("role", "alert");
    document.querySelector("main")?.prepend(box);
  };
  for (;;) {
    try {
      const answer = await fetch(`/-/changes?since=${at ?? "none"}`);
      const news = await answer.json();
      if (at !== null && news.at !== at && !news.problems) location.reload();
      at = news.at;
      say(news.problems);
    } catch {
      await pause(1);
    }
  }
})();
