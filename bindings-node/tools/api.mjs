// The public surface of the installed package, read by the compiler from its declarations, for `cargo xtask parity`.
//   node api.mjs PROJECT OUT
import { writeFileSync } from 'node:fs'
import ts from 'typescript-api'

/** Arguments that are objects of arguments: their properties count. */
const SPREAD = [
  'BankPayoutInput',
  'CardChargeInput',
  'CardEncryptorOptions',
  'CardInput',
  'CheckoutRequestInput',
  'CollectionRequestInput',
  'ConversionInput',
  'DgsPayOptions',
  'DisbursementRequestInput',
  'FeeLimits',
  'FeeScheduleOptions',
  'MobileMoneyChargeInput',
  'MobileMoneyPayoutInput',
  'NewPaymentLinkInput',
  'PaymentLinkFilterInput',
  'PaymentLinkUpdateInput',
  'RohoPayOptions',
  'RohoTransactionFilterInput',
  'TransactionFilterInput',
  'WaitOptions',
]
/** Types that only arguments have. */
const ARGUMENTS = /(Input|Json|Limits|Options)$/
/** Classes beside the client of DGS-Pay, and what they are called in the contract. */
const BESIDE = { CardEncryptor: 'card_encryptor', FeeSchedule: 'fee_schedule', RohoPay: 'roho', Webhook: 'webhook' }
/** The idiom of this language for how one call differs. */
const LEFT_OUT = ['RequestOptions', 'AbortSignal']

const [project, out] = process.argv.slice(2)
const entry = `${project}/node_modules/dgspay/lib/index.d.ts`
const compilerOptions = {
  strict: true,
  module: ts.ModuleKind.Node16,
  types: ['node'],
  typeRoots: [`${project}/node_modules/@types`],
}
const program = ts.createProgram([entry], compilerOptions)
const checker = program.getTypeChecker()
const resolved = (symbol) => (symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol)
const exported = checker.getExportsOfModule(checker.getSymbolAtLocation(program.getSourceFile(entry)))
const symbols = new Map(exported.map((symbol) => [symbol.name, resolved(symbol)]))

const snake = (name) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
const words = (names) => [...new Set([...names].map(snake))].sort()
const typeOf = (symbol) => checker.getNonNullableType(checker.getTypeOfSymbol(symbol))
const nameOf = (type) => (type.aliasSymbol ?? type.symbol)?.name
const propertiesOf = (type) => checker.getPropertiesOfType(type).filter(({ name }) => !name.startsWith('#'))

function argumentsOf(signature) {
  const names = signature.parameters.flatMap((parameter) => {
    const type = typeOf(parameter)
    if (LEFT_OUT.includes(nameOf(type))) return []
    if (!SPREAD.includes(nameOf(type))) return [parameter.name]
    return propertiesOf(type)
      .filter((property) => !LEFT_OUT.includes(nameOf(typeOf(property))))
      .map(({ name }) => name)
  })
  return words(names)
}

const surface = { types: {}, enums: {}, methods: {}, errors: {}, error_fields: [] }
const method = (name, [signature]) => {
  surface.methods[name] = argumentsOf(signature)
}
const methods = (owner, type) => {
  for (const property of propertiesOf(type)) {
    const signatures = checker.getTypeOfSymbol(property).getCallSignatures()
    if (signatures.length) method(`${owner}.${snake(property.name)}`, signatures)
  }
}

methods('card_entry', checker.getTypeOfSymbol(symbols.get('CardEntry')))
methods('checkout_return', checker.getTypeOfSymbol(symbols.get('CheckoutReturn')))
for (const [name, symbol] of symbols) {
  const type = checker.getDeclaredTypeOfSymbol(symbol)
  if (symbol.flags & ts.SymbolFlags.Class) {
    const [base] = checker.getBaseTypes(type)
    const statics = checker.getTypeOfSymbol(symbol)
    if (name === 'DgsPayError') {
      const own = [...symbol.members.keys()].filter((member) => !['__constructor', 'name'].includes(member))
      surface.error_fields = words([...own, 'message'])
    } else if (base) {
      surface.errors[name] = base.symbol.name
    } else if (name === 'DgsPay') {
      method('client.new', statics.getConstructSignatures())
      for (const resource of propertiesOf(type)) methods(snake(resource.name), typeOf(resource))
    } else if (name in BESIDE) {
      const owner = BESIDE[name]
      method(`${owner}.new`, statics.getConstructSignatures())
      methods(owner, type)
      methods(owner, statics)
    }
  } else if (type.isUnion() && type.types.some((member) => member.isStringLiteral())) {
    surface.enums[name] = type.types
      .filter((member) => member.isStringLiteral())
      .map(({ value }) => value)
      .sort()
  } else if (type.flags & ts.TypeFlags.Object && !ARGUMENTS.test(name)) {
    const names = propertiesOf(type).map((property) => property.name)
    const variant = /^(\w+)Event$/.exec(name)
    if (variant) surface.types[`Event.${variant[1]}`] = words(names.filter((member) => member !== 'type'))
    else surface.types[name] = words(names)
  }
}
writeFileSync(out, `${JSON.stringify(surface, null, 2)}\n`)
