"""What the people of the demonstration write beside their answers."""

from __future__ import annotations

from sem.i18n import mark as N_

# By area id: a note that goes with level 1 or 2, and one that goes with level 3 or higher.
NOTES = {
    "customer-understanding": (
        N_("We register how a contact ended, not why people called."),
        N_("We keep asking now. Yesterday it turned out to be about something quite different."),
    ),
    "vision-strategy": (
        N_("There is a fine sentence on the wall. Nobody can say what it means for today's work."),
        N_("We know our three promises by heart; the shops do not yet."),
    ),
    "leadership": (
        N_("Our manager has never listened in on a call."),
        N_("Every month the management listens to ten calls with us, and each bottleneck gets an owner."),
    ),
    "culture": (
        N_("When something goes wrong, we look first at who did it."),
        N_("I dare to say it when we let a customer down. That was different a year ago."),
    ),
    "experience-design": (
        N_("We only do something extra after a complaint has escalated."),
        N_("The last minute of a call is something we have thought about together."),
    ),
    "employee-engagement": (
        N_("I have to ask permission for a refund of ten euros."),
        N_("The goodwill budget costs less than we feared."),
    ),
    "processes-organisation": (
        N_("Three systems, and none of them knows what the customer said before."),
        N_("Nearly everything can be solved within the rules we have, if we look for it."),
    ),
    "monitoring": (
        N_("We hear the figures once a quarter, in a slide."),
        N_("The stand-up at nine: what went well yesterday, and what do we change today?"),
    ),
    "innovation": (
        N_("Ideas go into a box. I have never seen one come out."),
        N_("We try something small with one group of customers, and stop when it does not work."),
    ),
    "ux": (
        N_("Customers call us because they can't find the button."),
        N_("Since the new form the questions about it have gone."),
    ),
    "cjm": (
        N_("What we call a journey is our own process with other words."),
        N_("A customer sat at the table when we drew the journey of moving house."),
    ),
    "cx": (
        N_("Every department has its own figures, and nobody has the customer."),
        N_("The shop and the website say the same at last."),
    ),
}

NOT_OURS = N_("Head office does this; we only see the outcome.")
