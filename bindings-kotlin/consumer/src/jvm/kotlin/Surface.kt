// Writes the public surface of the package, read from its classes, for `cargo xtask parity`.

package consumer

import io.github.dgspay.*
import java.io.File
import java.util.jar.JarFile
import kotlin.reflect.KCallable
import kotlin.reflect.KClass
import kotlin.reflect.KParameter
import kotlin.reflect.KVisibility
import kotlin.reflect.full.companionObject
import kotlin.reflect.full.companionObjectInstance
import kotlin.reflect.full.declaredMemberProperties
import kotlin.reflect.full.isSubclassOf
import kotlin.reflect.full.memberFunctions
import kotlin.reflect.full.memberProperties
import kotlin.reflect.full.superclasses

/** Values are no data classes, for they check what they hold. A point in time is each language's own type, so it is not here. */
private val VALUES = setOf(Money::class, PhoneNumber::class)

/** What is no type of its own elsewhere: each language passes the options of a call in its own way, and errors have fields. */
private val IDIOMS = setOf(CallOptions::class, ErrorInfo::class)

fun main(arguments: Array<String>) {
    val classes = publicClasses()
    val (words, others) = classes.partition { isWord(it) }
    val (errors, types) = others.partition { it.isSubclassOf(DgsPayException::class) }
    val variants = types.flatMap { type -> type.sealedSubclasses.map { "${type.simpleName}.${it.simpleName}" to it } }
    val records = types.filter { it.isData && it.java.enclosingClass == null && it !in IDIOMS }
    val models = (records + VALUES).map { it.simpleName!! to it } + variants
    val surface =
        mapOf(
            "types" to models.associate { (name, type) -> name to publicProperties(type) },
            "enums" to words.associate { it.simpleName!! to constants(it) },
            "methods" to methods(),
            "errors" to (errors - DgsPayException::class).associate { spelled(it) to spelled(it.superclasses.first()) },
            "error_fields" to publicProperties(DgsPayException::class) - setOf("cause", "info"),
        )
    File(arguments.single()).apply { absoluteFile.parentFile.mkdirs() }.writeText("${plain(surface)}\n")
}

/** All public classes of the jar that the library was loaded from. */
private fun publicClasses(): List<KClass<*>> {
    val source = DgsPay::class.java.protectionDomain.codeSource
    val names = JarFile(File(source.location.toURI())).entries().asSequence().map { it.name }
    return names
        .filter { it.matches(Regex("io/github/dgspay/[^/]+\\.class")) }
        .map { Class.forName(it.removeSuffix(".class").replace('/', '.')) }
        .filter { it.getAnnotation(Metadata::class.java)?.kind == 1 && !it.isSynthetic }
        .map { it.kotlin }
        .filter { it.visibility == KVisibility.PUBLIC && !it.isCompanion }
        .toList()
}

private fun publicProperties(type: KClass<*>): List<String> {
    val properties = if (type == DgsPayException::class) type.memberProperties else type.declaredMemberProperties
    return properties.filter { it.visibility == KVisibility.PUBLIC }.map { snakeCase(it.name) }
}

private fun constants(word: KClass<*>): List<String> =
    word.companionObject!!.declaredMemberProperties.map { "${it.call(word.companionObjectInstance)}" }

/** What is made by itself, not by a client. */
private val MAKERS =
    mapOf(
        "client" to DgsPay::class,
        "roho" to RohoPay::class,
        "webhook" to Webhook::class,
        "card_encryptor" to CardEncryptor::class,
        "card_entry" to CardEntry::class,
        "fee_schedule" to FeeSchedule::class,
    )

/** What a client has besides its operations. */
private val OF_A_CLIENT = setOf("close", "fromEnv", "builder")

/** What elsewhere stands on the model that it makes. */
private fun named(place: String, function: String) =
    if (function == "parseCheckoutReturn") "checkout_return.parse" else "$place.${snakeCase(function)}"

/** The operations, each in its longest form: what the client's resources do, and how everything is made. */
private fun methods(): Map<String, List<String>> {
    val resources = DgsPay::class.memberProperties.filter { it.visibility == KVisibility.PUBLIC }
    val places = resources.associate { snakeCase(it.name) to it.returnType.classifier as KClass<*> }
    val operations = (places + (MAKERS - "client")).flatMap { (place, type) ->
        // A client's resources are no makers: what stands beside their type makes something else.
        val makers = type.companionObject?.takeIf { place in MAKERS }?.let { functions(it) }.orEmpty()
        (functions(type) + makers)
            .filter { place != "roho" || it.name !in OF_A_CLIENT }
            .map { named(place, it.name) to arguments(it) }
    }
    val constructors =
        MAKERS.flatMap { (place, type) ->
            type.constructors.filter { it.visibility == KVisibility.PUBLIC }.map { "$place.new" to arguments(it) }
        }
    return (operations + constructors)
        .groupBy({ it.first }, { it.second })
        .mapValues { (_, overloads) -> overloads.maxBy { it.size } }
}

/** Without the forms for Java, which are the same operations, and what every object has. */
private fun functions(type: KClass<*>) = type.memberFunctions.filter {
    it.visibility == KVisibility.PUBLIC && !it.name.endsWith("Async") &&
        it.name !in setOf("toString", "equals", "hashCode")
}

private fun arguments(callable: KCallable<*>) = callable.parameters
    .filter { it.kind == KParameter.Kind.VALUE && it.type.classifier !in IDIOMS }
    .map { snakeCase(it.name!!) }

private fun spelled(type: KClass<*>) = spelledForAll(type.simpleName)
