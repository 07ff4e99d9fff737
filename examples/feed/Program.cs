using System.Globalization;
using System.Text.Json;

// Reads the feed and prints each event, until Ctrl+C. Settings: URL, KEY, and POSITION, the file that keeps how far it came.
var file = Environment.GetEnvironmentVariable("POSITION") ?? "position";
using var http = new HttpClient { BaseAddress = new(Environment.GetEnvironmentVariable("URL") ?? "http://127.0.0.1:5080") };
http.DefaultRequestHeaders.Add("x-api-key", Environment.GetEnvironmentVariable("KEY"));
var next = File.Exists(file) ? long.Parse(await File.ReadAllTextAsync(file), CultureInfo.InvariantCulture) : 0;
while (true)
{
    try
    {
        using var answer = await http.GetAsync($"/api/events?after={next}&limit=1000&wait=30");
        // These pass by themselves. Everything else needs somebody to look: a wrong key, a ledger that was set back.
        if (!answer.IsSuccessStatusCode && (int)answer.StatusCode is not (429 or >= 500))
        {
            Console.Error.WriteLine(await answer.Content.ReadAsStringAsync());
            return 1;
        }
        answer.EnsureSuccessStatusCode();
        var page = JsonElement.Parse(await answer.Content.ReadAsStringAsync());
        foreach (var e in page.GetProperty("events").EnumerateArray())
            Console.WriteLine($"{e.GetProperty("type")}: order {e.GetProperty("data").GetProperty("order_id")} is {e.GetProperty("data").GetProperty("to")}");
        next = page.GetProperty("next").GetInt64();
        // Only now, and in one step: whoever stops before it sees these events again, and misses none.
        await File.WriteAllTextAsync(file + ".new", next.ToString(CultureInfo.InvariantCulture));
        File.Move(file + ".new", file, overwrite: true);
    }
    catch (Exception away) when (away is HttpRequestException or OperationCanceledException)
    {
        Console.Error.WriteLine($"{away.Message} Trying again.");
        await Task.Delay(TimeSpan.FromSeconds(1));
    }
}
