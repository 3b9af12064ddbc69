"""Answers about bills: what is owed, what each line is, and why it is higher."""

from __future__ import annotations

from decimal import Decimal

from actions.account import AccountAction, seen_on
from actions.comparison import causes, same_place
from actions.turn import Turn
from actions.words import Words, listed, masked
from bot.backends.billing import Account, Balance, Bill, LineItem, LineItemKind


class TellBalance(AccountAction):
    """Tells what is owed and by when."""

    def name(self) -> str:
        """Return the action's name."""
        return "action_tell_balance"

    async def tell(self, turn: Turn, account: Account) -> None:
        """Say the balance as the billing system has it now."""
        balance = await turn.desk.billing.balance(account.number)
        words = turn.figures
        if balance.owed > 0:
            name = "utter_balance_owed"
        else:
            name = "utter_balance_credit" if balance.owed < 0 else "utter_balance_clear"
        turn.answer(
            "bill_enquiry",
            name,
            seen_on(account),
            account=masked(account.number),
            owed=words.money(abs(balance.owed)),
            due=_due(turn, balance),
            last_payment=_last_payment(turn, balance),
        )


class ExplainBill(AccountAction):
    """Shows the newest bill line by line."""

    def name(self) -> str:
        """Return the action's name."""
        return "action_explain_bill"

    async def tell(self, turn: Turn, account: Account) -> None:
        """Say the bill's lines as the billing system has them, each with how it was reckoned."""
        bill = next(iter(await turn.desk.billing.bills(account.number, limit=1)), None)
        if bill is None:
            turn.answer("bill_explanation", "utter_no_bill", seen_on(account), account=masked(account.number))
            return
        words = turn.figures
        turn.answer(
            "bill_explanation",
            "utter_bill",
            seen_on(account, bill.premises_id),
            start=words.day(bill.period_start),
            end=words.day(bill.period_end),
            lines=listed([_line(turn, line) for line in bill.lines]),
            total=words.money(bill.total),
            due=words.day(bill.due_on),
            notes=_notes(turn, bill),
        )


class WhyHigher(AccountAction):
    """Compares the newest bill with the one before."""

    def name(self) -> str:
        """Return the action's name."""
        return "action_why_bill_higher"

    async def tell(self, turn: Turn, account: Account) -> None:
        """Say the difference and what changed between the two bills."""
        pair = same_place(await turn.desk.billing.bills(account.number))
        if pair is None:
            turn.answer("bill_explanation", "utter_bill_nothing_to_compare", seen_on(account))
            return
        new, old = pair
        words = turn.figures
        name = "utter_bill_higher" if new.total > old.total else "utter_bill_not_higher"
        turn.answer(
            "bill_explanation",
            name,
            seen_on(account, new.premises_id),
            new_total=words.money(new.total),
            old_total=words.money(old.total),
            difference=words.money(abs(new.total - old.total)),
            start=words.day(new.period_start),
            end=words.day(new.period_end),
            causes=listed([turn.phrase(name, **_figures(words, facts)) for name, facts in causes(new, old)]),
        )


class RequestBillCopy(AccountAction):
    """Says that a bill cannot be sent as a file here yet, and where it can be had."""

    def name(self) -> str:
        """Return the action's name."""
        return "action_request_bill_copy"

    async def tell(self, turn: Turn, account: Account) -> None:
        """Say so, and offer the lines of the bill instead."""
        buttons = [turn.button("utter_button_explain_bill", "explain_bill")]
        turn.answer("bill_copy", "utter_bill_copy_not_here", seen_on(account), buttons)


def _due(turn: Turn, balance: Balance) -> str:
    if balance.due_on is None:
        return ""
    day = turn.figures.day(balance.due_on)
    if balance.overdue:
        return turn.phrase("utter_balance_overdue", amount=turn.figures.money(balance.overdue), day=day)
    return turn.phrase("utter_balance_due", day=day)


def _last_payment(turn: Turn, balance: Balance) -> str:
    payment = balance.last_payment
    if payment is None:
        return ""
    words = turn.figures
    return turn.phrase("utter_last_payment", amount=words.money(payment.amount), day=words.day(payment.received_on))


def _line(turn: Turn, line: LineItem) -> str:
    words = turn.figures
    if line.quantity is None or line.unit_price is None:
        return turn.phrase("utter_bill_line", note=line.note, amount=words.money(line.amount))
    if line.kind is LineItemKind.TAX:
        base, share = words.money(line.quantity), words.share(line.unit_price)
        return turn.phrase(
            "utter_bill_line_share", note=line.note, share=share, base=base, amount=words.money(line.amount)
        )
    unit = f"utter_unit_{line.unit}"
    return turn.phrase(
        "utter_bill_line_reckoned",
        note=line.note,
        quantity=words.number(line.quantity),
        unit=turn.phrase(unit) if turn.knows(unit) else line.unit or "",
        price=words.price(line.unit_price),
        amount=words.money(line.amount),
    )


def _notes(turn: Turn, bill: Bill) -> str:
    told = {"utter_bill_estimated": bill.estimated, "utter_bill_late": bill.late}
    return " ".join(turn.phrase(name) for name, true in told.items() if true)


def _figures(words: Words, facts: dict[str, object]) -> dict[str, str]:
    return {
        name: words.price(value) if isinstance(value, Decimal) and name.endswith("_price") else words.figure(value)
        for name, value in facts.items()
    }
