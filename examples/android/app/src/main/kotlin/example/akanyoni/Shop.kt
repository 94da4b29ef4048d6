package example.akanyoni

import io.github.dgspay.EncryptedCard
import org.json.JSONObject
import java.io.IOException
import java.net.HttpURLConnection
import java.net.URL

/** The shop's own server, such as one of `examples/`. It has the API key; an app has none. */
class Shop(private val origin: String) {
    /** What the server says about the shop; the encryption key is fetched when a card is to be typed, and not kept. */
    class Terms(val price: Int, val currency: String, val encryptionKey: String)

    /** Who buys. */
    class Buyer(val firstName: String, val lastName: String, val email: String, val phone: String)

    /** Where an order stands: `new`, `pending`, `checking`, `paid` or `failed`, which may have a reason. */
    class Order(val state: String, val reason: String?)

    /** The server refuses what it was sent; [field] may name the part. */
    class Refused(val field: String?, message: String) : IOException(message)

    /** Asks for the terms. */
    fun terms(): Terms {
        val said = ask("GET", "/api/shop")
        return Terms(said.getInt("price"), said.getString("currency"), said.getString("encryptionKey"))
    }

    /**
     * Orders one bag, paid by [card]. Sending an order again under its number [id] is harmless: the server takes it once. So it
     * does not matter that [HttpURLConnection] may repeat a request by itself.
     */
    fun order(id: String, buyer: Buyer, card: EncryptedCard): Order {
        val order =
            JSONObject()
                .put("quantity", 1)
                .put("phone", buyer.phone)
                .put(
                    "customer",
                    JSONObject()
                        .put("firstName", buyer.firstName)
                        .put("lastName", buyer.lastName)
                        .put("email", buyer.email),
                ).put(
                    "card",
                    JSONObject()
                        .put("number", card.number)
                        .put("expiryMonth", card.expiryMonth)
                        .put("expiryYear", card.expiryYear)
                        .put("cvv", card.cvv)
                        .put("nonce", card.nonce),
                )
        val said = ask("PUT", "/api/orders/$id", order)
        return Order(said.getString("state"), if (said.isNull("reason")) null else said.getString("reason"))
    }

    /** The order's page. It asks for a PIN or a code, leads to the bank's page, and follows until the order is paid. */
    fun page(id: String): String = "$origin/orders/$id"

    private fun ask(method: String, path: String, body: JSONObject? = null): JSONObject {
        val connection = URL(origin + path).openConnection() as HttpURLConnection
        try {
            connection.requestMethod = method
            connection.connectTimeout = 10_000
            connection.readTimeout = 90_000 // the server waits for DGS-Pay, up to a minute
            if (body != null) {
                connection.doOutput = true
                connection.setRequestProperty("Content-Type", "application/json")
                connection.outputStream.use { it.write(body.toString().toByteArray()) }
            }
            val isGood = connection.responseCode in 200..299
            val stream = if (isGood) connection.inputStream else connection.errorStream
            val said = JSONObject(stream?.bufferedReader()?.use { it.readText() } ?: "{}")
            if (!isGood) throw Refused(said.optString("field"), said.optString("message"))
            return said
        } finally {
            connection.disconnect()
        }
    }
}
