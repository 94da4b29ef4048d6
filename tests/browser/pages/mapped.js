// The module by its name in npm, as an import map gives it an address.
const report = await import('dgspay/browser').then(
  ({ CardEntry }) => CardEntry.number('424242').text,
  (error) => error.name,
)
await fetch('/report', { method: 'POST', body: JSON.stringify(report) })
