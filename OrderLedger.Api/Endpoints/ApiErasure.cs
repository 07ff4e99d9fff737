using Microsoft.OpenApi;
using static OrderLedger.Api.Endpoints.ApiExamples;

namespace OrderLedger.Api.Endpoints;

/// <summary>The route that erases.</summary>
internal static class ApiErasure
{
    private static readonly ApiOperation Erase = new("Erase an order's personal data",
        """
        Customer, addresses, items, notes and reasons go from the order's events up to now, from what is shown of it, from remembered answers and, with them,
        the refused pushes of the order (to its own routes, or with its id as their `id`). Statuses and amounts stay, and every receipt stays right. That it was done is an event of the order.
        `erased_up_to` is the version of the last event that was looked through, null where there was nothing to erase. It cannot be undone.
        """,
        new(200, "erased", "What was erased.", """{"order_id":"2539","version":6,"erased_up_to":5,"refused_pushes":0}"""),
        Problem(400, "parameter", "This route takes no parameter in the query.", "Bad Request", "Unknown parameter: upto. Known: none."),
        Problem(400, "body", "This route takes no body.", "Bad Request", "This route takes no body. Send none."),
        Unauthorized, Forbidden("admin"), NoOrder, TooLarge, TooMany, NotNow)
    {
        Parameters = [new("orderId", ParameterLocation.Path, "The store's own id of the order.", "2539")],
    };

    public static readonly (string Route, ApiOperation Operation)[] All = [("POST /api/orders/{orderId}/erase", Erase)];
}
