"""Addresses below this package's prefix."""

from django.urls import path

from orders.views import (
    account,
    approvals,
    enquiries,
    fulfilment,
    life,
    orders,
    promotion_preview,
    quotes,
    unsold,
)

app_name = "orders"
urlpatterns = [
    path("", orders.orders, name="orders"),
    path("enquiries/", enquiries.enquiries, name="enquiries"),
    path("enquiries/new/", enquiries.new_enquiry, name="enquiry-new"),
    path("enquiries/<int:pk>/", enquiries.enquiry, name="enquiry"),
    path("enquiries/<int:pk>/move/", enquiries.move, name="enquiry-move"),
    path("quotes/", quotes.quotes, name="quotes"),
    path("quotes/new/", quotes.new_quote, name="quote-new"),
    path("quotes/<str:number>/", quotes.quote, name="quote"),
    path("quotes/<str:number>/line/", quotes.line, name="quote-line"),
    path("quotes/<str:number>/terms/", quotes.terms, name="quote-terms"),
    path("quotes/<str:number>/send/", quotes.send, name="quote-send"),
    path("quotes/<str:number>/decide/", quotes.decide, name="quote-decide"),
    path("quotes/<str:number>/revise/", quotes.revise, name="quote-revise"),
    path("quotes/<str:number>/lose/", quotes.lose, name="quote-lose"),
    path("account/", account.account, name="account"),
    path("approvals/", approvals.approvals, name="approvals"),
    path("approvals/<int:pk>/decide/", approvals.decide, name="decide"),
    path("fulfilment/", fulfilment.motion, name="fulfilment"),
    path("unsold/", unsold.unsold, name="unsold"),
    path("unsold/asked/", unsold.askings, name="askings"),
    path("given-up/", unsold.given_up, name="given-up"),
    path("promotion-preview/", promotion_preview.preview, name="promotion-preview"),
    path("<str:number>/", orders.order, name="order"),
    path("<str:number>/cancel/", orders.cancel, name="cancel"),
    path("<str:number>/change/", life.change, name="change"),
    path("<str:number>/hold/", life.hold, name="hold"),
    path("<str:number>/holds/<int:pk>/release/", life.release, name="release"),
    path("<str:number>/credit/", life.credit, name="credit"),
    path("<str:number>/give-up/", life.give_up, name="give-up"),
    path("<str:number>/fulfil/", fulfilment.fulfil, name="fulfil"),
    path("<str:number>/allocate/", fulfilment.allocate, name="allocate"),
    path("<str:number>/invoice/", fulfilment.invoice, name="invoice"),
    path("<str:number>/close/", fulfilment.close, name="close"),
]
