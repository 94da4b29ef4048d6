// What a strict policy refuses, tried: so it can be seen that the policy under which the modules run is in force.
const tried = async (attempt) => {
  try {
    return String(await attempt())
  } catch (error) {
    return error.name
  }
}

const EMPTY = Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0)
const report = {
  // biome-ignore lint/security/noGlobalEval: to see that it is refused
  eval: await tried(() => globalThis.eval('"ran"')),
  Function: await tried(() => new Function('return "ran"')()),
  wasm: await tried(() => WebAssembly.compile(EMPTY).then(() => 'ran')),
  inline: String(globalThis.inline),
  markup: await tried(() => {
    document.createElement('p').innerHTML = '<i>ran</i>'
    return 'ran'
  }),
  elsewhere: await tried(() => fetch('data:,ran').then((answer) => answer.text())),
}
await fetch('/report', { method: 'POST', body: JSON.stringify(report) })
