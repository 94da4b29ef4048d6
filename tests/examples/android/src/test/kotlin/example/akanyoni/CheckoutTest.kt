package example.akanyoni

import android.content.ComponentName
import android.content.Intent
import android.os.Looper
import android.view.ViewGroup
import android.view.WindowManager
import org.json.JSONObject
import org.junit.Assert.assertEquals
import org.junit.Assert.assertNotEquals
import org.junit.Assert.assertNotNull
import org.junit.Assert.assertNull
import org.junit.Assert.assertTrue
import org.junit.Before
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.Robolectric
import org.robolectric.RobolectricTestRunner
import org.robolectric.RuntimeEnvironment
import org.robolectric.Shadows.shadowOf
import org.robolectric.android.controller.ActivityController
import org.robolectric.annotation.Config
import java.net.URL

/** The screen, on the classes of Android 14; the shop is real, and so is the sandbox behind it. */
@RunWith(RobolectricTestRunner::class)
@Config(sdk = [34], manifest = Config.NONE)
class CheckoutTest {
    private val origin = checkNotNull(System.getenv("DGSPAY_SHOP_ORIGIN")) { "tests/examples/android.test.js names the shop" }
    private lateinit var screen: ActivityController<CheckoutActivity>

    private val activity: CheckoutActivity get() = screen.get()
    private val form: CheckoutForm
        get() = activity.requireViewById<ViewGroup>(android.R.id.content).getChildAt(0) as CheckoutForm

    @Before
    fun open() {
        shop = Shop(origin)
        val application = RuntimeEnvironment.getApplication()
        val name = ComponentName(application, CheckoutActivity::class.java)
        shadowOf(application.packageManager).addActivityIfNotPresent(name)
        screen = Robolectric.buildActivity(CheckoutActivity::class.java).setup()
        until { form.button.text.toString() == "Pay RWF 9,500" }
    }

    @Test
    fun `a card is formatted while it is typed`() {
        "5399838383838381".forEach { form.number.append("$it") }
        assertEquals("5399 8383 8383 8381", form.number.written)
        "1031".forEach { form.expiry.append("$it") }
        assertEquals("10/31", form.expiry.written)
        assertEquals("3 digits", form.securityCode.hint)
        form.number.setText("378282246310005")
        assertEquals("3782 822463 10005", form.number.written)
        assertEquals("4 digits", form.securityCode.hint)
        // A digit in the middle goes away, and the caret stays where it was.
        form.number.setText("4242424242424242")
        form.number.setSelection(7)
        form.number.text.delete(6, 7)
        assertEquals("4242 4424 2424 242", form.number.written)
        assertEquals(6, form.number.selectionStart)
    }

    @Test
    fun `what is wrong is said beside the field, and nothing is sent`() {
        form.button.performClick()
        assertEquals("Please fill this in.", form.firstName.error)
        fill()
        form.phone.setText("12345")
        form.expiry.setText("0120")
        form.button.performClick()
        assertEquals("This card has expired.", form.expiry.error)
        assertNotNull(form.phone.error)
        assertNull(form.number.error)
        fill()
        form.number.setText("4242 4242")
        form.button.performClick()
        until { form.number.error != null }
        assertNull(shadowOf(activity).nextStartedActivity)
    }

    @Test
    fun `a card is paid, and the order's page is shown`() {
        fill()
        form.button.performClick()
        assertTrue("the button rests meanwhile", !form.button.isEnabled)
        var shown: Intent? = null
        until { shadowOf(activity).nextStartedActivity?.also { shown = it } != null }
        val address = shown?.dataString.orEmpty()
        assertTrue(address, address.startsWith("$origin/orders/"))
        val order = JSONObject(URL(address.replace("/orders/", "/api/orders/")).readText())
        assertEquals("paid", order.getString("state"))
        assertEquals("", form.number.written + form.expiry.written + form.securityCode.written)
    }

    @Test
    fun `the screen turns - the order stays, the card does not, and no picture can be taken of it`() {
        fill()
        val before = saved()
        screen.recreate()
        assertEquals(before, saved())
        assertEquals("", form.number.written + form.expiry.written + form.securityCode.written)
        assertNotEquals(0, activity.window.attributes.flags and WindowManager.LayoutParams.FLAG_SECURE)
    }

    private fun fill() {
        form.firstName.setText("Aline")
        form.lastName.setText("Uwase")
        form.email.setText("aline@example.rw")
        form.phone.setText("0788 123 456")
        form.number.setText("5399 8383 8383 8381")
        form.expiry.setText("10/31")
        form.securityCode.setText("739")
    }

    private fun saved(): String? {
        val state = android.os.Bundle()
        screen.saveInstanceState(state)
        return state.getString("order")
    }

    private fun until(isSo: () -> Boolean) {
        val end = System.nanoTime() + 20_000_000_000
        while (!isSo()) {
            check(System.nanoTime() < end) { "it did not come true; the screen says: ${form.status.text}" }
            Thread.sleep(20)
            shadowOf(Looper.getMainLooper()).idle()
        }
    }
}
