package consumer

import com.google.gson.JsonObject
import io.github.dgspay.*
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.toList
import java.lang.reflect.InvocationTargetException
import kotlin.reflect.KFunction
import kotlin.reflect.KVisibility
import kotlin.reflect.full.callSuspendBy
import kotlin.reflect.full.instanceParameter
import kotlin.reflect.full.memberFunctions
import kotlin.reflect.full.memberProperties
import kotlin.reflect.full.valueParameters

/** Calls `payment_links.create` by its name: the function of that resource that takes the arguments one by one. */
suspend fun operation(client: Any, call: String, input: JsonObject, options: CallOptions?, values: Values): Any? {
    val (place, name) = call.split('.')
    val resource = if (client is DgsPay) resource(client, place) else client
    val candidates =
        resource::class.memberFunctions.filter {
            it.visibility == KVisibility.PUBLIC && snakeCase(it.name) == name
        }
    val longest = candidates.filter { it.takes(input) }.maxBy { it.parameters.size }
    val arguments = values.arguments(longest, input) + (longest.instanceParameter!! to resource)
    val given = longest.valueParameters.filter { it.name == "options" }.associateWith { options }
    return try {
        when (val result = longest.callSuspendBy(arguments + given)) {
            is Flow<*> -> result.toList()
            else -> result
        }
    } catch (failure: InvocationTargetException) {
        throw failure.targetException
    }
}

private fun resource(pay: DgsPay, place: String): Any =
    DgsPay::class.memberProperties.single { snakeCase(it.name) == place }.get(pay)!!

/** A charge that was saved is given whole where that is possible; otherwise its reference is. */
private fun KFunction<*>.takes(input: JsonObject): Boolean {
    val charge = valueParameters.find { it.name == "charge" } ?: return true
    return (charge.type.classifier == Charge::class) == input.text("charge").orEmpty().startsWith("$")
}
