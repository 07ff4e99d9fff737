using System.Diagnostics;
using System.Net.Http.Json;
using OrderLedger.Api.Ledger.Schema;
using OrderLedger.Faults.Clients;
using OrderLedger.Faults.Machines;

namespace OrderLedger.Faults;

/// <summary>A PostgreSQL, the servers on it, the clients before them, and the schedule of what happened to them.</summary>
internal sealed class Stage : IAsyncDisposable
{
    private readonly Stopwatch clock = Stopwatch.StartNew();
    private readonly Stack<IAsyncDisposable> held = new();
    private readonly StagePlan plan;
    private readonly TextWriter schedule;

    private Stage(StagePlan plan, string folder, TextWriter schedule) => (this.plan, Folder, this.schedule) = (plan, folder, schedule);

    public string Folder { get; }

    /// <summary>Where the servers publish their checkpoints.</summary>
    public string ProofFolder => Path.Combine(Folder, "proof");

    public PostgresProcess Postgres { get; private set; } = null!;

    public IReadOnlyList<ServerProcess> Servers { get; private set; } = [];

    public IReadOnlyList<FaultyLink> Links { get; private set; } = [];

    public CommitCut? Commits { get; private set; }

    /// <summary>Is told of every event, if the plan wants it.</summary>
    public Receiver? Receiver { get; private set; }

    public Traffic Traffic { get; private set; } = null!;

    /// <summary>For looking into the database from outside.</summary>
    public NpgsqlDataSource Sql { get; private set; } = null!;

    /// <summary>Promises that were seen to be broken while it played.</summary>
    public List<string> Broken { get; } = [];

    /// <summary>Returns when the servers are ready and the first pushes were acknowledged.</summary>
    public static async Task<Stage> SetUp(StagePlan plan, string folder, TextWriter schedule)
    {
        var stage = new Stage(plan, Directory.CreateDirectory(folder).FullName, schedule);
        try
        {
            await stage.StartPostgres();
            await stage.StartServers();
            await stage.StartReceiver();
            await stage.StartTraffic();
            return stage;
        }
        catch
        {
            await stage.DisposeAsync();
            throw;
        }
    }

    /// <summary>Writes down what is done, and when.</summary>
    public void Say(string done) => schedule.WriteLine($"  {clock.Elapsed.TotalSeconds,6:0.0} s  {done}");

    /// <summary>The fault is over: within 10 s every sender's pushes must succeed again.</summary>
    public async Task Healed()
    {
        if (!await Traffic.Acknowledges(plan.Traffic.Senders, plan.HealedMax))
            Break($"no push succeeded within {plan.HealedMax.TotalSeconds:0} s after the fault was over");
        foreach (var server in Servers)
            if (server.LastWords is { } words)
                Break($"a server ended by itself. {words}");
    }

    /// <summary>Asks the first server to build the tables anew; one that is under way already is left alone.</summary>
    /// <param name="isCancelled">Whether it is cancelled half a second later.</param>
    public async Task Rebuild(bool isCancelled)
    {
        using var client = Servers[0].NewClient();
        using var asked = await client.PostAsync("/api/projections/all/rebuild", null);
        Say($"a rebuild was asked for: {(int)asked.StatusCode}");
        if (asked.StatusCode is not (HttpStatusCode.Accepted or HttpStatusCode.Conflict))
            Break($"a rebuild that was asked for was answered with {(int)asked.StatusCode} {await asked.Content.ReadAsStringAsync()}");
        if (!isCancelled || asked.StatusCode != HttpStatusCode.Accepted)
            return;
        await Task.Delay(TimeSpan.FromMilliseconds(500));
        var id = (string)JsonNode.Parse(await asked.Content.ReadAsStringAsync())!["id"]!;
        using var cancelled = await client.PostAsync($"/api/projections/rebuilds/{id}/cancel", null);
        Say($"it was cancelled: {(int)cancelled.StatusCode}");
    }

    public void Break(string promise)
    {
        Say($"BROKEN: {promise}");
        Broken.Add(promise);
    }

    public async ValueTask DisposeAsync()
    {
        while (held.TryPop(out var last))
            await last.DisposeAsync();
    }

    private async Task StartPostgres()
    {
        Postgres = Hold(await PostgresProcess.Start(Path.Combine(Folder, "data")));
        Sql = Hold(Database.Connect(Postgres.ConnectionString + ";Pooling=false"));
        await LedgerSchema.Migrate(Sql, CancellationToken.None);
    }

    private async Task StartServers()
    {
        var there = new NpgsqlConnectionStringBuilder(Postgres.ConnectionString);
        if (plan.PoolMax is { } most)
            there.MaxPoolSize = most;
        if (plan.HasCommitCut)
        {
            Commits = Hold(new CommitCut(there.Port));
            there.Port = Commits.Port;
        }
        Servers = [.. Enumerable.Range(0, plan.Servers).Select(_ => Hold(new ServerProcess(there.ConnectionString) { More = Settings() }))];
        foreach (var server in Servers)
            await server.Start();
        if (plan.HasFaultyLinks)
            Links = [.. Servers.Select(s => Hold(new FaultyLink(new(s.Url))))];
    }

    // What servers on one database share.
    private Dictionary<string, string> Settings() => new(plan.Settings)
    {
        ["OrderLedger__SecretKey"] = Convert.ToBase64String(new byte[32]),
        ["OrderLedger__ProofDirectory"] = ProofFolder,
        ["OrderLedger__RatePerMinute"] = "0",
    };

    private async Task StartReceiver()
    {
        if (!plan.HasReceiver)
            return;
        Receiver = Hold(await Receiver.Start());
        using var client = Servers[0].NewClient();
        using var made = await client.PostAsJsonAsync("/api/webhook-subscriptions", new { url = Receiver.Url });
        made.EnsureSuccessStatusCode();
    }

    private async Task StartTraffic()
    {
        var clients = Servers.Select((server, n) => server.NewClient(plan.HasFaultyLinks ? Links[n].Url : null));
        Traffic = Hold(new Traffic(plan.Traffic, Path.Combine(Folder, "diaries"), clients));
        using var client = Servers[0].NewClient();
        await Traffic.Begin(client);
        if (!await Traffic.Acknowledges(plan.Traffic.Senders, TimeSpan.FromSeconds(30)))
            Break("no push succeeded before the first fault");
    }

    private T Hold<T>(T machine) where T : IAsyncDisposable
    {
        held.Push(machine);
        return machine;
    }
}
