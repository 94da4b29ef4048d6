package example.akanyoni

import android.annotation.SuppressLint
import android.content.Context
import android.os.Build
import android.text.Editable
import android.text.InputType
import android.text.TextWatcher
import android.text.method.DigitsKeyListener
import android.view.View
import android.widget.Button
import android.widget.EditText
import android.widget.LinearLayout
import android.widget.ScrollView
import android.widget.TextView
import io.github.dgspay.CardBrand
import io.github.dgspay.CardEntry
import io.github.dgspay.PhoneNumber
import io.github.dgspay.ValidationException

/** The fields of the checkout: they format what is typed, and each says itself what is wrong with it. */
@SuppressLint("ViewConstructor")
internal class CheckoutForm(context: Context) : ScrollView(context) {
    private val column = LinearLayout(context).apply { orientation = LinearLayout.VERTICAL }
    val title = text().apply { textSize = 22f }
    val firstName = field("First name", NAME)
    val lastName = field("Last name", NAME)
    val email =
        field("E-mail", InputType.TYPE_CLASS_TEXT or InputType.TYPE_TEXT_VARIATION_EMAIL_ADDRESS, "emailAddress")
    val phone = field("Phone", InputType.TYPE_CLASS_PHONE, "phone")
    val number = cardField("Card number", InputType.TYPE_CLASS_NUMBER, "creditCardNumber")
    private val hint = text()
    val expiry = cardField("Expires", InputType.TYPE_CLASS_NUMBER, "creditCardExpirationDate")
    val securityCode =
        cardField(
            "Security code",
            InputType.TYPE_CLASS_NUMBER or InputType.TYPE_NUMBER_VARIATION_PASSWORD,
            "creditCardSecurityCode",
        )
    val button = Button(context).also(column::addView)
    val status = text()

    init {
        val margin = (16 * resources.displayMetrics.density).toInt()
        column.setPadding(margin, margin, margin, margin)
        addView(column)
        fitsSystemWindows = true
        expiry.hint = "MM/YY"
        // The keyboard has digits only; what separates them is written by the form.
        number.keyListener = DigitsKeyListener.getInstance("0123456789 ")
        expiry.keyListener = DigitsKeyListener.getInstance("0123456789/")
        whenTyped(number) { typed, caret ->
            val entry = CardEntry.number(typed, caret)
            hint.text = entry.brand?.let { BRANDS[it] ?: it.value }
            securityCode.hint = "${entry.securityCodeLength} digits"
            entry.text to entry.caret
        }
        whenTyped(expiry) { typed, caret -> CardEntry.expiry(typed, caret).let { it.text to it.caret } }
        // A number that may be mistyped is remarked on when it is left, and not refused: the service decides.
        number.onFocusChangeListener =
            OnFocusChangeListener { _, isHere ->
                if (!isHere && CardEntry.number(number.written).mayBeMistyped) hint.text = "Please check this number."
            }
    }

    /** Whether all is well with every field; the first with which it is not gets the focus. */
    fun isComplete(): Boolean {
        val end = CardEntry.expiry(expiry.written)
        for (field in listOf(firstName, lastName, email, number, securityCode)) {
            field.error = if (field.text.isBlank()) "Please fill this in." else null
        }
        phone.error = if (isPhone(phone.written)) null else "A mobile number, such as 0788 123 456."
        expiry.error =
            when {
                !end.complete -> "Month and year, such as 09/28."
                end.expired -> "This card has expired."
                else -> null
            }
        val all = listOf(firstName, lastName, email, phone, number, expiry, securityCode)
        val wrong = all.firstOrNull { it.error != null }
        wrong?.requestFocus()
        return wrong == null
    }

    /** Says beside a field, by the name that the SDK or the shop's server has for it, that it is wrong; false if it is not here. */
    fun complain(name: String?): Boolean {
        val fields = mapOf("number" to number, "cvv" to securityCode, "email" to email, "phone" to phone)
        val field = fields[name] ?: return false
        field.error = "Please check this."
        field.requestFocus()
        return true
    }

    /** What was typed of a card does not stay on the screen. */
    fun forgetCard() {
        for (field in listOf(number, expiry, securityCode)) field.text = null
    }

    private fun text(): TextView = TextView(context).also(column::addView)

    private fun cardField(label: String, type: Int, autofill: String): EditText = field(label, type, autofill).apply {
        isSaveEnabled = false // nothing of a card is in the saved state of a screen
    }

    private fun field(label: String, type: Int, autofill: String? = null): EditText {
        val input = EditText(context)
        input.id = View.generateViewId()
        input.inputType = type
        input.isSingleLine = true
        if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.O && autofill != null) input.setAutofillHints(autofill)
        text().apply {
            text = label
            labelFor = input.id
        }
        column.addView(input)
        return input
    }

    /** Shows, after every key, what [read] makes of the field's text and caret. */
    private fun whenTyped(field: EditText, read: (String, Int) -> Pair<String, Int>) = field.addTextChangedListener(
        object : TextWatcher {
            private var isOurs = false

            override fun afterTextChanged(typed: Editable) {
                if (isOurs) return
                val (text, caret) = read(typed.toString(), field.selectionStart)
                if (text == typed.toString()) return
                isOurs = true
                typed.replace(0, typed.length, text)
                field.setSelection(caret)
                isOurs = false
            }

            override fun beforeTextChanged(typed: CharSequence, start: Int, before: Int, after: Int) = Unit

            override fun onTextChanged(typed: CharSequence, start: Int, before: Int, after: Int) = Unit
        },
    )

    private fun isPhone(typed: String): Boolean = try {
        PhoneNumber.parse(typed)
        true
    } catch (_: ValidationException) {
        false
    }

    private companion object {
        const val NAME =
            InputType.TYPE_CLASS_TEXT or InputType.TYPE_TEXT_VARIATION_PERSON_NAME or InputType.TYPE_TEXT_FLAG_CAP_WORDS
        val BRANDS =
            mapOf(
                CardBrand.VISA to "Visa",
                CardBrand.MASTERCARD to "Mastercard",
                CardBrand.AMERICAN_EXPRESS to "American Express",
            )
    }
}

/** What stands in a field. */
internal val EditText.written: String get() = text.toString()
