using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace OrderLedger.Tests.Vendors.WooCommerce;

/// <summary>The part of the shop that shows and writes single orders, as WooCommerce does.</summary>
public sealed partial class TestShop
{
    private static readonly string[] Statuses =
        ["pending", "processing", "on-hold", "completed", "cancelled", "refunded", "failed", "checkout-draft", "packed"];

    /// <summary>The writes that it carried out, in order: the order's id and its status.</summary>
    public ConcurrentQueue<(long Id, string Status)> Written { get; } = new();

    /// <summary>Whether its key may only read.</summary>
    public bool IsReadOnly { get; set; }

    /// <summary>As a fault of a call: a write is carried out, and its connection is cut before the answer.</summary>
    public const int CutAfter = -1;

    /// <summary>How the next calls about one order end, each once: a status, or 0 for a connection that is cut.</summary>
    public ConcurrentQueue<int> CallFaults { get; } = new();

    /// <summary>Is told of each order that is changed, as its webhook would be.</summary>
    public Action<Order> Changed { get; set; } = _ => { };

    /// <summary>Is waited for before a call about one order is carried out; it is told whether it is a write.</summary>
    public Func<bool, Task> BeforeCall { get; set; } = _ => Task.CompletedTask;

    public Order Of(long id)
    {
        lock (changing)
            return orders[id];
    }

    /// <summary>Somebody in the shop changes a status, or only touches the order.</summary>
    public Order Set(long id, string status)
    {
        Order now;
        lock (changing)
            orders[id] = now = orders[id] with { Status = status, Modified = DateTimeOffset.UtcNow };
        Changed(now);
        return now;
    }

    /// <summary>The order as its webhook sends it.</summary>
    public static string Body(Order order) => Json(order);

    private async Task ShowOne(HttpContext http, long id)
    {
        await BeforeCall(false);
        if (!await Stands(http, id))
            return;
        http.Response.ContentType = "application/json; charset=UTF-8";
        await http.Response.WriteAsync(Json(Of(id)));
    }

    private async Task Write(HttpContext http, long id)
    {
        if (IsReadOnly)
        {
            await Error(http, 401, "woocommerce_rest_authentication_error", "The API key provided does not have write permissions.");
            return;
        }
        if (!await Stands(http, id))
            return;
        var status = (string)(await JsonNode.ParseAsync(http.Request.Body))!["status"]!;
        if (!Statuses.Contains(status))
        {
            await Error(http, 400, "rest_invalid_param", "Invalid parameter(s): status");
            return;
        }
        await BeforeCall(true);
        Written.Enqueue((id, status));
        var now = Set(id, status);
        if (http.Items.ContainsKey(CutAfter))
        {
            http.Abort();
            return;
        }
        http.Response.ContentType = "application/json; charset=UTF-8";
        await http.Response.WriteAsync(Json(now));
    }

    // Whether the call may go on; else it is answered.
    private async Task<bool> Stands(HttpContext http, long id)
    {
        if (CallFaults.TryDequeue(out var fault) && fault != CutAfter)
            await Fail(http, fault);
        else if (!IsProven(http))
            await Error(http, 401, "woocommerce_rest_cannot_view", "Sorry, you cannot view this resource.");
        else if (!Has(id))
            await Error(http, 404, "woocommerce_rest_shop_order_invalid_id", "Invalid ID.");
        else
        {
            if (fault == CutAfter)
                http.Items[CutAfter] = true;
            return true;
        }
        return false;
    }

    private bool Has(long id)
    {
        lock (changing)
            return orders.ContainsKey(id);
    }

    private static bool IsProven(HttpContext http) =>
        http.Request.Headers.Authorization == "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes(Credentials));

    private static Task Error(HttpContext http, int status, string code, string message)
    {
        http.Response.StatusCode = status;
        return http.Response.WriteAsync($$$"""{"code":"{{{code}}}","message":"{{{message}}}","data":{"status":{{{status}}}}}""");
    }
}
