package example.akanyoni

import android.app.Activity
import android.content.Intent
import android.net.Uri
import android.os.Bundle
import android.view.WindowManager
import io.github.dgspay.CardEncryptor
import io.github.dgspay.CardEntry
import io.github.dgspay.DgsPayException
import io.github.dgspay.ValidationException
import org.json.JSONException
import java.io.IOException
import java.util.UUID
import java.util.concurrent.Executors

/** The shop that the app belongs to. `10.0.2.2` is what an emulator calls the machine that it runs on. */
internal var shop = Shop("http://10.0.2.2:3000")

/** A bag of coffee, paid by card. The card is encrypted here; the shop's server passes on what it cannot read. */
class CheckoutActivity : Activity() {
    private val worker = Executors.newSingleThreadExecutor()
    private lateinit var order: String
    private lateinit var form: CheckoutForm

    override fun onCreate(state: Bundle?) {
        super.onCreate(state)
        // The order keeps its number while the screen turns: it is one order, however often the button is pressed.
        order = state?.getString(ORDER) ?: newOrder()
        // No picture of a card: not in a screenshot, and not among the recent apps.
        window.setFlags(WindowManager.LayoutParams.FLAG_SECURE, WindowManager.LayoutParams.FLAG_SECURE)
        form = CheckoutForm(this)
        form.title.text = "Kivu Morning, 500 g"
        form.button.text = "Pay"
        form.button.setOnClickListener { if (form.isComplete()) pay() }
        setContentView(form)
        showPrice()
    }

    override fun onSaveInstanceState(state: Bundle) {
        super.onSaveInstanceState(state)
        state.putString(ORDER, order)
    }

    override fun onDestroy() {
        worker.shutdown()
        super.onDestroy()
    }

    private fun showPrice() = inBackground({ shop.terms() }) { said ->
        said.onSuccess { form.button.text = "Pay %s %,d".format(it.currency, it.price) }.onFailure(::explain)
    }

    private fun pay() {
        val (id, buyer) = order to
            form.run { Shop.Buyer(firstName.written, lastName.written, email.written, phone.written) }
        val (number, code) = form.number.written to form.securityCode.written
        val end = CardEntry.expiry(form.expiry.written)
        form.button.isEnabled = false
        form.status.text = null
        inBackground({
            val encryptor = CardEncryptor(shop.terms().encryptionKey)
            shop.order(id, buyer, encryptor.encrypt(number, "${end.month}", "${end.year}", code))
        }) { answer ->
            form.button.isEnabled = true
            answer.onSuccess(::goOn).onFailure(::explain)
        }
    }

    /** What the bank still asks, the order's own page asks: a PIN, a code, an address, or a page of the bank's. */
    private fun goOn(answer: Shop.Order) {
        form.forgetCard()
        if (answer.state == "failed") {
            form.status.text = listOfNotNull(answer.reason, "No money was taken.").joinToString(" ")
            order = newOrder()
        } else {
            startActivity(Intent(Intent.ACTION_VIEW, Uri.parse(shop.page(order))))
        }
    }

    private fun explain(failure: Throwable) {
        val field = (failure as? ValidationException)?.field ?: (failure as? Shop.Refused)?.field
        if (form.complain(field)) return
        form.status.text = "The shop did not answer. Press again: it is the same order, and will be paid once."
    }

    /** The network, and the first loading of the native library, stay off the main thread. */
    private fun <T> inBackground(work: () -> T, then: (Result<T>) -> Unit) = worker.execute {
        val result =
            try {
                Result.success(work())
            } catch (failure: IOException) {
                Result.failure(failure)
            } catch (failure: JSONException) {
                Result.failure(failure)
            } catch (failure: DgsPayException) {
                Result.failure(failure)
            }
        runOnUiThread { if (!isDestroyed) then(result) }
    }

    private fun newOrder(): String = UUID.randomUUID().toString()

    private companion object {
        const val ORDER = "order"
    }
}
