"use strict";
// Nothing here is needed: every page works without it.

// Filters and outline are shut on a narrow screen, where they would push the rest away.
if (window.matchMedia("(max-width: 52rem)").matches) {
  for (const aside of document.querySelectorAll("details.narrow")) aside.open = false;
}

// A button beside a citation copies it.
for (const button of document.querySelectorAll("button[data-copies]")) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    const said = document.getElementById(button.dataset.copies);
    try {
      await navigator.clipboard.writeText(said.textContent.trim());
      button.textContent = "Copied";
    } catch {
      const range = document.createRange();
      range.selectNodeContents(said);
      getSelection().removeAllRanges();
      getSelection().addRange(range);
    }
  });
}

// The highlighted place of a page is brought into view.
const picture = document.querySelector("img[data-top]");
if (picture) {
  const show = () => {
    const frame = picture.closest(".sheet");
    frame.scrollTop = Math.max(0, (picture.dataset.top / 1000) * picture.clientHeight - frame.clientHeight / 3);
  };
  if (picture.complete) show();
  picture.addEventListener("load", show);
}
