using OrderLedger.Api.Auth;
using OrderLedger.Api.Http;
using OrderLedger.Api.Storage;

namespace OrderLedger.Api.Dialects;

/// <summary>GET /orders and /orders/{id}: Awal's reads, signed like its pushes.</summary>
public static class AwalReads
{
    private const int LimitMax = 100;
    private const int SearchMax = 200;

    private static readonly string[] Members = ["branch_id", "customer_id"];

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/orders", List).WithTags("Dialect D: Awal");
        app.MapGet("/orders/{id}", Get).WithTags("Dialect D: Awal");
    }

    private static async Task<IResult> Get(string id, HttpRequest request, Gate gate, Ledger ledger, CancellationToken stop)
    {
        var context = request.HttpContext;
        var admission = await gate.Signature(request, await JsonBody.Bytes(request, stop), Scope.Read, stop);
        if (admission is not Admission.Granted { Caller: var caller })
            return AwalAnswers.Barred(admission, context);
        if (AwalAnswers.Unaddressed(id, request, caller.Store, out var orderId) is { } unaddressed)
            return unaddressed;
        if (await ledger.WithDetails(new(caller.Store.Name, orderId), stop) is not ({ Deleted: false } order, var details))
            return AwalAnswers.NotFound(context);
        context.Response.Headers.ETag = PushHeaders.ETag(order.Version);
        return AwalAnswers.One(new(orderId, order, details));
    }

    private static async Task<IResult> List(HttpRequest request, Gate gate, OrderPages orders, CancellationToken stop)
    {
        var admission = await gate.Signature(request, await JsonBody.Bytes(request, stop), Scope.Read, stop);
        if (admission is not Admission.Granted { Caller: var caller })
            return AwalAnswers.Barred(admission, request.HttpContext);
        if (AwalAnswers.WithoutPhone(request) is { } unaddressed)
            return unaddressed;
        var (filter, page, field, fault) = Asked(new Query(request), caller.Store);
        if (fault is not null)
            return AwalAnswers.Invalid(request.HttpContext, field == "query" ? 400 : 422, field, fault);
        var (found, total) = await orders.Page(filter, page, stop);
        return AwalAnswers.Many(found, page, total);
    }

    private static (OrderFilter Filter, NumberedPage Page, string Field, string? Fault) Asked(Query query, Store store)
    {
        query.One("phone_number_id");
        var (from, to) = (query.Text("from_date"), query.Text("to_date"));
        var page = new NumberedPage(query.Number("page", 1), query.Number("limit", 10));
        var filter = new OrderFilter(store)
        {
            Statuses = [.. query.Many("status").Select(s => s.ToLowerInvariant())],
            From = from is null ? null : JsonMembers.Time(from, store.TimeZone),
            To = to is null ? null : JsonMembers.Until(to, store.TimeZone),
            Search = query.Text("searchTerm"),
            Members = [.. Members.Select(name => (name, query.Text(name)!)).Where(m => m.Item2 is not null)],
        };
        var (field, fault) =
            query.Unknown() is { } unknown ? ("query", unknown)
            : page.Number is < 1 or > NumberedPage.NumberMax ? ("page", $"page takes a number from 1 to {NumberedPage.NumberMax}.")
            : page.Size is < 1 or > LimitMax ? ("limit", $"limit takes a number from 1 to {LimitMax}.")
            : from is not null && filter.From is null ? ("from_date", "from_date takes a day, YYYY-MM-DD.")
            : to is not null && filter.To is null ? ("to_date", "to_date takes a day, YYYY-MM-DD.")
            : filter.Search?.Length > SearchMax ? ("searchTerm", $"searchTerm takes up to {SearchMax} characters.")
            : ("", null);
        return (filter, page, field, fault);
    }
}
