using OrderLedger.Api.Auth;
using OrderLedger.Api.Http;
using OrderLedger.Api.Ledger;

namespace OrderLedger.Api.Dialects;

/// <summary>
/// GET /v1/orders and /v1/orders/{id}: two vendors share these paths, and the key's store decides which of them answers.
/// </summary>
public static class V1Orders
{
    private const int SizeMax = 100;

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/v1/orders", List).WithTags("Dialects C and E: WizCommerce, Whatalo");
        app.MapGet("/v1/orders/{id}", Get).WithTags("Dialects C and E: WizCommerce, Whatalo");
    }

    private static async Task<IResult> Get(
        string id, HttpRequest request, Gate gate, Keyring keyring, LedgerReader ledger, CancellationToken stop)
    {
        var admission = await gate.KeyHeaderOfEither(request, WizCommerce.Dialect, Whatalo.Dialect, Scope.Read, stop);
        if (admission is not Admission.Granted { Caller: var caller })
            return await Refusal(admission, request.HttpContext, keyring, stop);
        var isWhatalo = caller.Store.Dialect == Whatalo.Dialect;
        if (OrderIds.Read(id, caller.Store) is not { } orderId
            || await ledger.WithDetails(new(caller.Store.Name, orderId), stop) is not ({ Deleted: false } order, var details))
            return isWhatalo ? Whatalo.NotFound() : WizCommerce.NotFound(id);
        request.HttpContext.Response.Headers.ETag = PushHeaders.ETag(order.Version);
        var shown = new VendorOrder(orderId, order, details);
        return isWhatalo ? Whatalo.One(shown) : WizCommerce.One(shown);
    }

    private static async Task<IResult> List(HttpRequest request, Gate gate, Keyring keyring, OrderPages orders, CancellationToken stop)
    {
        var admission = await gate.KeyHeaderOfEither(request, WizCommerce.Dialect, Whatalo.Dialect, Scope.Read, stop);
        if (admission is not Admission.Granted { Caller: var caller })
            return await Refusal(admission, request.HttpContext, keyring, stop);
        var isWhatalo = caller.Store.Dialect == Whatalo.Dialect;
        var query = new Query(request);
        var (filter, page, field, fault) = isWhatalo
            ? Asked(query, caller.Store, "limit", "status")
            : Asked(query, caller.Store, "page_size", "order_status");
        if (fault is not null)
            return isWhatalo ? Whatalo.Invalid(400, field, fault) : Problem.Of(400, fault);
        var (found, total) = await orders.Page(filter, page, stop);
        return isWhatalo ? Whatalo.Many(found, page, total) : WizCommerce.Many(found, page, total);
    }

    // Who proved a store but may not pass is told so as its vendor tells it; who proved nothing, as the vendor that prints how.
    private static async Task<IResult> Refusal(Admission admission, HttpContext context, Keyring keyring, CancellationToken stop) =>
        context.Features.Get<Proven>() is { } proven
        && await keyring.StoreNamed(proven.Store, stop) is { Store.Dialect: not Whatalo.Dialect }
            ? WizCommerce.Barred(admission, context.Response)
            : Whatalo.Barred(admission, context.Response);

    private static (OrderFilter Filter, NumberedPage Page, string Field, string? Fault) Asked(
        Query query, Store store, string size, string status)
    {
        var words = store.Vocabulary;
        var (sortBy, sort) = (query.One("sort_by") ?? "created_at", query.One("sort") ?? "desc");
        var (from, to) = (query.Text("from_date"), query.Text("to_date"));
        var page = new NumberedPage(query.Number("page", 1), query.Number(size, 20))
        {
            ByUpdate = sortBy == "updated_at",
            Ascending = sort == "asc",
        };
        var filter = new OrderFilter(store)
        {
            Statuses = [.. query.Many(status).Select(s => s.ToLowerInvariant())],
            PaymentStatuses = [.. query.Many("payment_status").Select(p => words.PaymentStatuses.Count == 0 ? p : p.ToLowerInvariant())],
            From = from is null ? null : JsonMembers.Time(from, store.TimeZone),
            To = to is null ? null : JsonMembers.Until(to, store.TimeZone),
        };
        var (field, fault) =
            query.Unknown() is { } unknown ? ("query", unknown)
            : page.Number is < 1 or > NumberedPage.NumberMax ? ("page", $"page takes a number from 1 to {NumberedPage.NumberMax}.")
            : page.Size is < 1 or > SizeMax ? (size, $"{size} takes a number from 1 to {SizeMax}.")
            : sortBy is not ("created_at" or "updated_at") ? ("sort_by", "sort_by takes created_at or updated_at.")
            : sort is not ("asc" or "desc") ? ("sort", "sort takes asc or desc.")
            : from is not null && filter.From is null ? ("from_date", "from_date takes a day or a time in ISO 8601, e.g. 2026-01-31.")
            : to is not null && filter.To is null ? ("to_date", "to_date takes a day or a time in ISO 8601, e.g. 2026-01-31.")
            : filter.Statuses.Any(s => words.ReadHeld(s) is null) ? (status, $"{status} takes {string.Join(", ", words.Statuses)}.")
            : words.PaymentStatuses.Count > 0 && filter.PaymentStatuses.Except(words.PaymentStatuses).Any()
                ? ("payment_status", $"payment_status takes {string.Join(", ", words.PaymentStatuses)}.")
            : ("", null);
        return (filter, page, field, fault);
    }
}
