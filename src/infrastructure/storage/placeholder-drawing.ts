/** What is shown where a product has no picture: a quiet landscape in a frame. */
export const PLACEHOLDER_DRAWING = `<svg xmlns="http://www.w3.org/2000/svg" width="1000" height="1000" viewBox="0 0 1000 1000">
  <rect width="1000" height="1000" fill="#eef0f2"/>
  <rect x="290" y="330" width="420" height="340" rx="28" fill="none" stroke="#b9c0c7" stroke-width="22"/>
  <circle cx="410" cy="440" r="40" fill="#b9c0c7"/>
  <path d="M330 630 L460 510 L530 575 L610 480 L670 560 L670 630 Z" fill="#b9c0c7" stroke="#b9c0c7" stroke-width="12" stroke-linejoin="round"/>
</svg>`;
