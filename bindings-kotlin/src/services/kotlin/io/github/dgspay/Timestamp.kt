package io.github.dgspay

import io.github.dgspay.internal.native
import io.github.dgspay.internal.timestampParse
import java.io.Serializable
import java.time.Instant
import java.time.LocalDateTime
import java.time.OffsetDateTime

/**
 * A point in time as the service wrote it. DGS-Pay writes some with a zone and some without; where the zone is not known,
 * none is made up (`protocol/dgs-pay.md` §3). For your own, there is [Timestamp.of].
 */
public class Timestamp internal constructor(
    /** ISO 8601: ends in `Z` if the instant is known, and has no zone if it is not. */
    public val iso: String,
) : Serializable {
    private val hasZone get() = iso.endsWith('Z')

    /** The instant, if the service named the zone. */
    public fun instantOrNull(): Instant? = if (hasZone) Instant.parse(iso) else null

    /** The date and time on the wall clock of whoever wrote it; in UTC, if the zone is known. */
    public fun localDateTime(): LocalDateTime =
        if (hasZone) OffsetDateTime.parse(iso).toLocalDateTime() else LocalDateTime.parse(iso)

    /** Whether it is the same moment, or the same reading of a clock without a zone. */
    override fun equals(other: Any?): Boolean = other is Timestamp && other.iso == iso

    /** Fits [equals]. */
    override fun hashCode(): Int = iso.hashCode()

    /** The same as [iso]. */
    override fun toString(): String = iso

    /** Ways to a point in time. */
    public companion object {
        /** An instant. */
        @JvmStatic
        public fun of(instant: Instant): Timestamp = parse(instant.toString())

        /** What a wall clock shows, somewhere. */
        @JvmStatic
        public fun of(time: LocalDateTime): Timestamp = parse(time.toString())

        /**
         * Reads ISO 8601, with a zone or without: `2026-12-31T23:59:59Z`, `2026-12-31 23:59:59`.
         *
         * @throws ValidationException `invalid_argument` if it is no date and time.
         */
        @JvmStatic
        public fun parse(text: String): Timestamp = native { timestampParse(text) }
    }
}
