/** Of the reference page; it has no other resources. */
export const style = `
  :root { color-scheme: light dark; --line: #8884; --soft: #8881; --link: light-dark(#0b57d0, #8ab4f8); }
  body { font: 16px/1.55 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
  h2 { margin-top: 3rem; padding-top: 1rem; border-top: 1px solid var(--line); }
  h3 { margin-top: 2rem; }
  h4 { margin-bottom: .4rem; }
  a { color: var(--link); }
  code, pre { font: .9em/1.5 ui-monospace, monospace; }
  pre { background: var(--soft); padding: .8rem 1rem; overflow-x: auto; border-radius: 6px; }
  table { border-collapse: collapse; width: 100%; }
  th, td { text-align: left; vertical-align: top; padding: .35rem .7rem .35rem 0; border-bottom: 1px solid var(--line); }
  td:first-child { white-space: nowrap; }
  td:nth-child(2) { overflow-wrap: anywhere; }
  em { font-size: .8em; opacity: .7; }
  nav ul { list-style: none; padding: 0; }
  nav li { margin: .3rem 0; }
`;
