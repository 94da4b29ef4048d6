# Generated from `_async` by `scripts/generate-python`. Do not edit.
"""Payment links: pages of the service where anybody who has the link can pay."""

from __future__ import annotations

from .._amount import in_currency
from .._blocking import finish
from .._native import NewPaymentLink, PaymentLinkFilter, PaymentLinkUpdate, json_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime

    from .._native import Client, PaymentLink, PaymentLinkDetails, PaymentLinkPage
    from ..types import Amount, AmountType, PaymentMethod


class PaymentLinks:
    """Payment links: pages of the service where anybody who has the link can pay.

    Making or changing one moves no money. But if its answer is lost, it may have been done all the same,
    so these calls are not sent again either.
    """

    __slots__ = ("_client",)

    def __init__(self, client: Client) -> None:
        self._client = client

    def create(
        self,
        *,
        title: str,
        currency: str | None = None,
        amount: Amount | None = None,
        min_amount: Amount | None = None,
        max_amount: Amount | None = None,
        payment_types: Sequence[PaymentMethod] | None = None,
        slug: str | None = None,
        description: str | None = None,
        redirect_url: str | None = None,
        max_uses: int | None = None,
        expires_at: datetime | None = None,
        collect_phone: bool | None = None,
        collect_name: bool | None = None,
        collect_address: bool | None = None,
        logo_url: str | None = None,
        metadata: str | Mapping[str, object] | None = None,
        timeout: float | None = None,
        max_retries: int | None = None,
        idempotency_key: str | None = None,
    ) -> PaymentLink:
        """Makes a link (`POST /payment-links`).

        With an `amount` it is fixed; without one the payer chooses, between the limits if there are any.

        Args:
            title: What the payer reads first, such as "Invoice #123".
            currency: The currency of amounts that have none; without it RWF.
            amount: The exact amount.
            min_amount: The least that a payer may choose.
            max_amount: The most that a payer may choose.
            payment_types: How it can be paid: "mobile_money", "card", "bank", "ussd"; without it in every
                way there is.
            slug: The end of the link's address; without it the service makes one from the title.
            description: What the payer reads below the title.
            redirect_url: Where the payer lands afterwards.
            max_uses: How many successful payments it takes; without it there is no limit.
            expires_at: When it stops taking payments. One without a time zone is sent as it is.
            collect_phone: Whether the payer is asked for a phone number; without it yes.
            collect_name: Whether the payer is asked for a name; without it yes.
            collect_address: Whether the payer is asked for an address; without it no.
            logo_url: A picture for the head of the page.
            metadata: Anything of your own: a mapping, or a JSON object as text.
            timeout: How many seconds the whole call may take; else the client's setting.
            max_retries: How often it may be sent again, which a change is only while no byte of it has
                left this process; else the client's setting.
            idempotency_key: Not sent: only calls that move money carry it.

        Raises:
            ValidationError: An argument was refused, here or by the service: a slug that is taken.
            DgsPayError: Anything else. If the answer was lost, the link may have been made.
        """
        link = NewPaymentLink(
            title=title,
            currency=currency,
            amount=in_currency(currency, amount, "amount"),
            min_amount=in_currency(currency, min_amount, "min_amount"),
            max_amount=in_currency(currency, max_amount, "max_amount"),
            payment_types=payment_types,
            slug=slug,
            description=description,
            redirect_url=redirect_url,
            max_uses=max_uses,
            expires_at=expires_at,
            collect_phone=collect_phone,
            collect_name=collect_name,
            collect_address=collect_address,
            logo_url=logo_url,
            metadata=None if metadata is None else json_text(metadata),
        )
        call = self._client.create_payment_link(link, (timeout, max_retries, idempotency_key))
        created: PaymentLink = finish(call)
        return created

    def list(
        self,
        *,
        page: int | None = None,
        limit: int | None = None,
        timeout: float | None = None,
        max_retries: int | None = None,
        idempotency_key: str | None = None,
    ) -> PaymentLinkPage:
        """One page of links (`GET /payment-links`).

        Args:
            page: Which page, counted from 1.
            limit: How many a page, 1 to 100; the service's default is 20.
            timeout: How many seconds the whole call may take; else the client's setting.
            max_retries: How often it may be sent again; else the client's setting.
            idempotency_key: Not sent: a read needs none.

        Raises:
            ValidationError: A page or limit out of range.
            DgsPayError: Refused credentials, or a connection or service error after the retries.
        """
        wanted = PaymentLinkFilter(page=page, limit=limit)
        call = self._client.list_payment_links(wanted, (timeout, max_retries, idempotency_key))
        found: PaymentLinkPage = finish(call)
        return found

    def iter(
        self,
        *,
        page: int | None = None,
        limit: int | None = None,
        timeout: float | None = None,
        max_retries: int | None = None,
        idempotency_key: str | None = None,
    ) -> Iterator[PaymentLink]:
        """All links, page after page, each fetched when it is reached.

        Args and Raises as `list`; `page` is where to begin.
        """
        next_page = page
        while True:
            found = self.list(
                page=next_page,
                limit=limit,
                timeout=timeout,
                max_retries=max_retries,
                idempotency_key=idempotency_key,
            )
            for link in found.links:
                yield link
            next_page = found.next_page
            if next_page is None:
                return

    def get(
        self,
        id: str,
        *,
        timeout: float | None = None,
        max_retries: int | None = None,
        idempotency_key: str | None = None,
    ) -> PaymentLinkDetails:
        """A link with its numbers and its latest charges (`GET /payment-links/{id}`).

        Args:
            id: The link's identifier.
            timeout: How many seconds the whole call may take; else the client's setting.
            max_retries: How often it may be sent again; else the client's setting.
            idempotency_key: Not sent: a read needs none.

        Raises:
            NotFoundError: There is none, or it is another account's.
            DgsPayError: Refused credentials, or a connection or service error after the retries.
        """
        call = self._client.get_payment_link(id, (timeout, max_retries, idempotency_key))
        found: PaymentLinkDetails = finish(call)
        return found

    def update(
        self,
        id: str,
        *,
        title: str | None = None,
        amount_type: AmountType | None = None,
        amount: Amount | None = None,
        min_amount: Amount | None = None,
        max_amount: Amount | None = None,
        payment_types: Sequence[PaymentMethod] | None = None,
        slug: str | None = None,
        description: str | None = None,
        redirect_url: str | None = None,
        max_uses: int | None = None,
        expires_at: datetime | None = None,
        collect_phone: bool | None = None,
        collect_name: bool | None = None,
        collect_address: bool | None = None,
        logo_url: str | None = None,
        metadata: str | Mapping[str, object] | None = None,
        timeout: float | None = None,
        max_retries: int | None = None,
        idempotency_key: str | None = None,
    ) -> PaymentLink:
        """Changes a link (`PATCH /payment-links/{id}`); what is not given stays.

        Args:
            id: The link's identifier.
            title: What the payer reads first.
            amount_type: "fixed", or "flexible" to let the payer choose.
            amount: The exact amount, with the link's currency if that is not RWF: `Money(5, "USD")`.
            min_amount: The least that a payer may choose.
            max_amount: The most that a payer may choose.
            payment_types: How it can be paid: "mobile_money", "card", "bank", "ussd".
            slug: The end of the link's address.
            description: What the payer reads below the title.
            redirect_url: Where the payer lands afterwards.
            max_uses: How many successful payments it takes.
            expires_at: When it stops taking payments. One without a time zone is sent as it is.
            collect_phone: Whether the payer is asked for a phone number.
            collect_name: Whether the payer is asked for a name.
            collect_address: Whether the payer is asked for an address.
            logo_url: A picture for the head of the page.
            metadata: Anything of your own: a mapping, or a JSON object as text.
            timeout: How many seconds the whole call may take; else the client's setting.
            max_retries: How often it may be sent again, which a change is only while no byte of it has
                left this process; else the client's setting.
            idempotency_key: Not sent: only calls that move money carry it.

        Raises:
            ValidationError: An argument was refused, or nothing was given.
            NotFoundError: There is none, it is archived, or it is another account's.
            DgsPayError: Anything else. If the answer was lost, the link may have been changed.
        """
        update = PaymentLinkUpdate(
            title=title,
            amount_type=amount_type,
            amount=amount,
            min_amount=min_amount,
            max_amount=max_amount,
            payment_types=payment_types,
            slug=slug,
            description=description,
            redirect_url=redirect_url,
            max_uses=max_uses,
            expires_at=expires_at,
            collect_phone=collect_phone,
            collect_name=collect_name,
            collect_address=collect_address,
            logo_url=logo_url,
            metadata=None if metadata is None else json_text(metadata),
        )
        call = self._client.update_payment_link(id, update, (timeout, max_retries, idempotency_key))
        updated: PaymentLink = finish(call)
        return updated

    def archive(
        self,
        id: str,
        *,
        timeout: float | None = None,
        max_retries: int | None = None,
        idempotency_key: str | None = None,
    ) -> None:
        """Archives a link for ever (`DELETE /payment-links/{id}`): it takes no payment any more.

        Args:
            id: The link's identifier.
            timeout: How many seconds the whole call may take; else the client's setting.
            max_retries: How often it may be sent again, which a change is only while no byte of it has
                left this process; else the client's setting.
            idempotency_key: Not sent: only calls that move money carry it.

        Raises:
            NotFoundError: There is none, it is archived already, or it is another account's.
            DgsPayError: Anything else. If the answer was lost, the link may have been archived.
        """
        finish(self._client.archive_payment_link(id, (timeout, max_retries, idempotency_key)))
