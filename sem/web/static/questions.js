// Prepares the page of the questions for the terminal that textual-serve brings along, and says what its end means.
(() => {
  "use strict";
  const LEAST_COLUMNS = 62, LEAST_ROWS = 22, SHARE_OF_WIDTH = 0.61, SHARE_OF_HEIGHT = 1.35;
  const LARGEST = 17, SMALLEST = 6;
  const DONE = 4000, FULL = 4001;

  // A telephone is narrow: letters get smaller before a question gets cut off.
  const fitting = () => {
    const wide = window.innerWidth / (LEAST_COLUMNS * SHARE_OF_WIDTH);
    const high = window.innerHeight / (LEAST_ROWS * SHARE_OF_HEIGHT);
    return Math.max(SMALLEST, Math.min(LARGEST, Math.floor(Math.min(wide, high) * 10) / 10));
  };

  const terminal = document.getElementById("terminal");
  const place = window.location;
  terminal.dataset.fontSize = String(fitting());
  terminal.dataset.sessionWebsocketUrl =
    (place.protocol === "https:" ? "wss://" : "ws://") + place.host + place.pathname.replace(/answer$/, "ws");

  // Keys work at once where there is a keyboard; on a telephone this would bring up one that covers half the page.
  const listen = () => {
    if (!window.matchMedia("(pointer: coarse)").matches) {
      document.querySelector(".xterm-helper-textarea").focus({ preventScroll: true });
    }
  };

  const Socket = window.WebSocket;
  window.WebSocket = class extends Socket {
    constructor(address) {
      super(address);
      this.addEventListener("open", listen);
      this.addEventListener("close", (event) => {
        if (event.code === DONE) place.replace("./");
        if (event.code === FULL) setTimeout(() => place.reload(), 1000);
      });
    }
  };

  document.getElementById("go-on").addEventListener("click", () => place.reload());

  // The size of the letters is chosen once; where a turned telephone needs another one, the page begins anew and
  // goes on at the same question.
  window.addEventListener("orientationchange", () => setTimeout(() => {
    if (String(fitting()) !== terminal.dataset.fontSize) place.reload();
  }, 300));
})();
