using OrderLedger.Api.Ledger.Proving;

namespace OrderLedger.Api.Proof;

/// <summary>
/// GET /api/orders/{id}/receipt: proof that an event of an order is in the ledger, to be kept and checked elsewhere (docs/proof.md).
/// </summary>
[Access(Scope.Read), Tags("Proof")]
public static class GetReceipt
{
    [WolverineGet("/api/orders/{orderId}/receipt")]
    public static async Task<IResult> Get(string orderId, HttpRequest request, Caller caller, ReceiptReader receipts,
        CancellationToken stop)
    {
        var query = new Query(request);
        var asked = query.One("version");
        if (query.Unknown() is { } unknown)
            return Problem.Of(400, unknown);
        long? version = null;
        if (asked is not null)
        {
            if (!long.TryParse(asked, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number < 1)
                return Problem.Of(400, "version takes a number from 1.");
            version = number;
        }
        try
        {
            if (await receipts.Of(new(caller.Store.Name, orderId), version, stop) is { } receipt)
                return Reply.Written(json => ReceiptJson.Write(json, receipt));
        }
        catch (ProofException broken)
        {
            return Problem.Unavailable(request.HttpContext.Response, broken.Message);
        }
        return version is null ? Problem.NoOrder(orderId) : Problem.Of(404, $"There is no order {orderId} with a version {version}.");
    }
}
