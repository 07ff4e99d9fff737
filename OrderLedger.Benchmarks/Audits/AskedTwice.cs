using System.Diagnostics;
using Npgsql;

namespace OrderLedger.Benchmarks.Audits;

/// <summary>
/// Asks each question over HTTP and in plain SQL, in turns, and shows the medians in milliseconds. Both are read to their end.
/// </summary>
internal sealed class AskedTwice(HttpClient client, NpgsqlConnection connection, int rounds)
{
    /// <summary>Answers that are thrown away: they may find nothing in memory, and nothing prepared.</summary>
    private const int Cold = 3;

    /// <summary>Rounds nobody measures: the runtime compiles anew what is called more than thirty times.</summary>
    private const int WarmUps = 20;

    public async Task WarmUp(IReadOnlyList<AuditQuestion> questions, CancellationToken stop)
    {
        for (var i = 0; i < WarmUps; i++)
            foreach (var question in questions)
                await client.GetStringAsync(question.Path, stop);
    }

    /// <exception cref="InvalidOperationException">The rows are not the same: the two are no answers to one question.</exception>
    public async Task<AuditAnswer> Both(AuditQuestion question, CancellationToken stop)
    {
        await using var command = new NpgsqlCommand(question.Sql, connection) { CommandTimeout = 0 };
        await command.PrepareAsync(stop);
        var (http, sql) = (new double[rounds], new double[rounds]);
        var lines = 0;
        for (var i = -Cold; i < rounds; i++)
        {
            var (text, overHttp) = await Timed(() => client.GetStringAsync(question.Path, stop));
            var (places, plain) = await Timed(() => Places(command, stop));
            if (i == -Cold)
                lines = Compared(question, text, places);
            if (i >= 0)
                (http[i], sql[i]) = (overHttp, plain);
        }
        return new(question.Name, lines, Median(http), Median(sql));
    }

    public async Task<double> OverHttp(AuditQuestion question, CancellationToken stop)
    {
        var times = new double[rounds];
        for (var i = -Cold; i < rounds; i++)
        {
            var (_, took) = await Timed(() => client.GetStringAsync(question.Path, stop));
            if (i >= 0)
                times[i] = took;
        }
        return Median(times);
    }

    private static async Task<List<long>> Places(NpgsqlCommand command, CancellationToken stop)
    {
        var places = new List<long>();
        await using var reader = await command.ExecuteReaderAsync(stop);
        var row = new object[reader.FieldCount];
        while (await reader.ReadAsync(stop))
        {
            reader.GetValues(row);
            places.Add((long)row[0]);
        }
        return places;
    }

    // Administrative actions stand among the events of an answer; there are few, and plain SQL asks for the events alone.
    private static int Compared(AuditQuestion question, string text, List<long> places)
    {
        var lines = JsonNode.Parse(text)![question.IsFilter ? "entries" : "events"]!.AsArray();
        var asked = lines.Where(l => question.Name == "kind=actions" || (string?)l!["kind"] != "action").Select(l => (long)l!["seq"]!)
            .ToList();
        if (!asked.SequenceEqual(places.Take(asked.Count)) || (asked.Count == lines.Count && asked.Count != places.Count))
            throw new InvalidOperationException(
                $"{question.Name}: HTTP has {lines.Count} lines, {asked.Count} of them to compare, SQL {places.Count}, and they are not the same.");
        return lines.Count;
    }

    private static async Task<(T Answer, double Ms)> Timed<T>(Func<Task<T>> ask)
    {
        var began = Stopwatch.GetTimestamp();
        var answer = await ask();
        return (answer, Stopwatch.GetElapsedTime(began).TotalMilliseconds);
    }

    private static double Median(double[] times) => times.Order().ElementAt(times.Length / 2);
}
