"""What can go wrong in a use case; the pages turn these into words."""


class UseCaseError(Exception):
    """Base of the errors that a page or command explains to its user."""


class CampaignClosed(UseCaseError):
    """The campaign does not accept this response any more, or not yet."""


class SlugTaken(UseCaseError):
    """The address is in use by another campaign."""


class NotFound(UseCaseError):
    """There is no such campaign in this library."""


class EmailTaken(UseCaseError):
    """There is an account with this address already."""
