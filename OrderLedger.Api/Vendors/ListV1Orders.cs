using OrderLedger.Api.Vendors.Whatalo;
using OrderLedger.Api.Vendors.WizCommerce;

namespace OrderLedger.Api.Vendors;

/// <summary>Lists orders. Two vendors share the path, and the key's store decides which of them answers.</summary>
[V1Access, Tags("Dialects C and E: WizCommerce, Whatalo")]
public static class ListV1Orders
{
    private const int SizeMax = 100;

    [WolverineGet("/v1/orders")]
    public static async Task<IResult> Get(HttpRequest request, Caller caller, OrderPages orders, CancellationToken stop)
    {
        var isWhatalo = caller.Store.Dialect == WhataloDialect.Name;
        var query = new Query(request);
        var (filter, page, field, fault) = isWhatalo
            ? Asked(query, caller.Store, "limit", "status")
            : Asked(query, caller.Store, "page_size", "order_status");
        if (fault is not null)
            return isWhatalo ? WhataloDialect.Invalid(400, field, fault) : Problem.Of(400, fault);
        var (found, total) = await orders.Page(filter, page, stop);
        return isWhatalo ? WhataloDialect.Many(found, page, total) : WizCommerceDialect.Many(found, page, total);
    }

    private static Wanted Asked(Query query, Store store, string size, string status)
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
        return new(filter, page, field, fault);
    }

    private sealed record Wanted(OrderFilter Filter, NumberedPage Page, string Field, string? Fault);
}
