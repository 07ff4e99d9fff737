using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace OrderLedger.Tests.Vendors.WooCommerce;

/// <summary>
/// A small shop that speaks WooCommerce's REST API v3 as far as orders are read and their status is written: pages, sorting, filters by
/// time, the headers that count, basic authentication, and WordPress's errors. It can be told to fail.
/// </summary>
public sealed partial class TestShop : IAsyncDisposable
{
    public const string Credentials = "ck_test:cs_test";

    private readonly WebApplication app;
    private readonly SortedDictionary<long, Order> orders = [];
    private readonly Lock changing = new();

    private TestShop(WebApplication app) => this.app = app;

    /// <summary>An order of the shop; <c>More</c> are further members, with a comma before them.</summary>
    public sealed record Order(long Id, string Status, DateTimeOffset Created, DateTimeOffset Modified, string More = "");

    public string Url => app.Urls.First();

    /// <summary>The queries it was asked, in order.</summary>
    public ConcurrentQueue<string> Asked { get; } = new();

    /// <summary>How the next requests end, each once: 429, 503, or 0 for a connection that is cut.</summary>
    public ConcurrentQueue<int> Faults { get; } = new();

    public static async Task<TestShop> Open()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var shop = new TestShop(builder.Build());
        shop.app.MapGet("/wp-json/wc/v3/orders", shop.List);
        shop.app.MapGet("/wp-json/wc/v3/orders/{id:long}", shop.ShowOne);
        shop.app.MapPut("/wp-json/wc/v3/orders/{id:long}", shop.Write);
        await shop.app.StartAsync();
        return shop;
    }

    /// <summary>Makes or changes an order.</summary>
    public void Put(Order order)
    {
        lock (changing)
            orders[order.Id] = order;
    }

    public void Delete(long id)
    {
        lock (changing)
            orders.Remove(id);
    }

    public async ValueTask DisposeAsync() => await app.DisposeAsync();

    private async Task List(HttpContext http)
    {
        var query = http.Request.Query;
        Asked.Enqueue(http.Request.QueryString.Value!);
        if (Faults.TryDequeue(out var fault))
        {
            await Fail(http, fault);
            return;
        }
        if (!IsProven(http))
        {
            await Error(http, 401, "woocommerce_rest_cannot_view", "Sorry, you cannot list resources.");
            return;
        }
        List<Order> found;
        lock (changing)
            found = [.. orders.Values.Where(o => Fits(o, query))];
        if (query["orderby"] == "modified")
            found = [.. found.OrderBy(o => o.Modified).ThenBy(o => o.Id)];
        var (page, size) = (Number(query["page"], 1), Number(query["per_page"], 10));
        http.Response.Headers["X-WP-Total"] = found.Count.ToString(CultureInfo.InvariantCulture);
        http.Response.Headers["X-WP-TotalPages"] = ((found.Count + size - 1) / size).ToString(CultureInfo.InvariantCulture);
        http.Response.ContentType = "application/json; charset=UTF-8";
        var json = new StringBuilder("[").AppendJoin(',', found.Skip((page - 1) * size).Take(size).Select(Json)).Append(']');
        await http.Response.WriteAsync(json.ToString());
    }

    private static async Task Fail(HttpContext http, int fault)
    {
        if (fault == 0)
        {
            http.Abort();
            return;
        }
        http.Response.StatusCode = fault;
        if (fault == 429)
            http.Response.Headers.RetryAfter = "1";
        await http.Response.WriteAsync("<html>busy</html>");
    }

    // As WordPress compares: a bound itself is not met.
    private static bool Fits(Order order, IQueryCollection query) =>
        (query["include"].Count == 0 || query["include"] == order.Id.ToString(CultureInfo.InvariantCulture))
        && (Time(query["after"]) is not { } after || Whole(order.Created) > after)
        && (Time(query["modified_after"]) is not { } modifiedAfter || Whole(order.Modified) > modifiedAfter)
        && (Time(query["modified_before"]) is not { } modifiedBefore || Whole(order.Modified) < modifiedBefore);

    private static DateTimeOffset Whole(DateTimeOffset time) => time.AddTicks(-(time.Ticks % TimeSpan.TicksPerSecond));

    private static DateTimeOffset? Time(string? text) =>
        text is null ? null : DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    private static int Number(string? text, int otherwise) => text is null ? otherwise : int.Parse(text, CultureInfo.InvariantCulture);

    private static string Json(Order order) => string.Create(CultureInfo.InvariantCulture,
        $$"""{"id":{{order.Id}},"number":"{{order.Id}}","status":"{{order.Status}}","currency":"EUR","total":"50.00","date_created_gmt":"{{order.Created:yyyy-MM-dd'T'HH:mm:ss}}","date_modified_gmt":"{{order.Modified:yyyy-MM-dd'T'HH:mm:ss}}","billing":{"first_name":"Ann","last_name":"Ode","email":"ann@example.com"},"line_items":[{"id":1,"name":"Thing","quantity":2,"total":"50.00"}]{{order.More}}}""");
}
