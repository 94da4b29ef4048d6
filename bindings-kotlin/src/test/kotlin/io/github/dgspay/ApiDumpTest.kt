package io.github.dgspay

import org.jetbrains.kotlin.abi.tools.AbiFilters
import org.jetbrains.kotlin.abi.tools.AbiTools
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Test
import java.io.File

/** Every artefact has its dump in `api/`. */
class ApiDumpTest {
    @Test
    fun `the public API is the committed one, and nothing generated is in it`() {
        val none = emptySet<String>()
        val classes = File("target/classes").walk().filter { it.extension == "class" }.asIterable()
        val dump =
            buildString { AbiTools.getInstance().printJvmDump(this, classes, AbiFilters(none, none, none, none)) }
        val file = File(System.getProperty("api.dump"))
        if (System.getProperty("api.update") != null) file.writeText(dump)
        assertEquals(file.readText(), dump, "if the change is meant: mvn test -Dapi.update")
        assertFalse("class io/github/dgspay/internal" in dump)
    }
}
