using System.Diagnostics;
using System.Globalization;
using System.Text;
using OrderLedger.Benchmarks.Compare;
using OrderLedger.Benchmarks.Rebuilds;

namespace OrderLedger.Benchmarks.Pages;

/// <summary>How long one page took, over and over, from the request to its last byte.</summary>
internal sealed record PageFigure(string Path, double FirstMs, Spread Warm, int Bytes);

/// <summary>The pages of the dashboard over a large ledger, one request at a time.</summary>
internal static class PagesBench
{
    private const string Store = "/dashboard/default";

    private static readonly string[] Paths =
    [
        "", "?range=7", "?range=90", "/orders", "/orders?status=processing", "/orders?phase=open&source=seed", "/orders?payment=paid",
        "/orders?overdue=true",
        "/orders?search=anna", "/orders?search=1500", "/orders?sort=oldest", "/orders?from=2026-01-01&status=completed&status=refunded",
        "/orders/1500", "/audit",
        "/audit?status_to=refunded", "/rejected", "/projections", "/access", "/checkpoints",
    ];

    public static async Task<string> Run(int events, int rounds, CancellationToken stop)
    {
        using var folder = new ScratchFolder();
        await using var api = await ApiProcess.Start(folder.Path, stop);
        await BulkSeeding.Run(folder.Path, events, stop);
        using var browser = await Browser.SignIn(api.Url, ApiProcess.Key, stop);
        var text = new StringBuilder("| page | first, ms | p50 | p90 | max | bytes |\n|---|---|---|---|---|---|\n");
        foreach (var path in Paths)
        {
            var figure = await One(browser, path, rounds, stop);
            text.Append(CultureInfo.InvariantCulture,
                $"| {(path.Length == 0 ? "Home" : figure.Path)} | {figure.FirstMs:N0} | {figure.Warm.P50:N1} | ")
                .Append(CultureInfo.InvariantCulture, $"{figure.Warm.P90:N1} | {figure.Warm.Max:N1} | {figure.Bytes:N0} |\n");
        }
        return text.ToString();
    }

    private static async Task<PageFigure> One(Browser browser, string path, int rounds, CancellationToken stop)
    {
        var (first, warm, bytes) = (0.0, new Latencies(), 0);
        for (var round = 0; round <= rounds; round++)
        {
            var began = Stopwatch.GetTimestamp();
            using var answer = await browser.Http.GetAsync(Store + path, stop);
            bytes = (await answer.Content.ReadAsByteArrayAsync(stop)).Length;
            if (!answer.IsSuccessStatusCode)
                throw new InvalidOperationException($"{path} was answered {(int)answer.StatusCode}.");
            if (round == 0)
                first = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
            else
                warm.Add(Stopwatch.GetElapsedTime(began));
        }
        return new(path, first, warm.Spread(), bytes);
    }
}
