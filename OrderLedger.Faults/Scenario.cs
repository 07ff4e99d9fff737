using OrderLedger.Faults.Clients;

namespace OrderLedger.Faults;

/// <summary>The machines and the clients of a scenario.</summary>
internal sealed record StagePlan
{
    /// <summary>Server processes on the one database.</summary>
    public int Servers { get; init; } = 1;

    public TrafficPlan Traffic { get; init; } = new();

    /// <summary>Further settings of the servers' environment.</summary>
    public Dictionary<string, string> Settings { get; init; } = [];

    /// <summary>The clients reach the servers through proxies that can fail.</summary>
    public bool HasFaultyLinks { get; init; }

    /// <summary>The servers reach PostgreSQL through a proxy that can cut commits.</summary>
    public bool HasCommitCut { get; init; }

    /// <summary>Connections that a server may open to PostgreSQL; null for its own number.</summary>
    public int? PoolMax { get; init; }

    /// <summary>A receiver of webhooks is told of all that happens.</summary>
    public bool HasReceiver { get; init; }

    /// <summary>Time that a healed fault may take until pushes succeed.</summary>
    public TimeSpan HealedMax { get; init; } = TimeSpan.FromSeconds(10);
}

/// <summary>One kind of trouble, told to a stage again and again until the time is over. All of its choices come from the seed.</summary>
internal abstract class Scenario
{
    /// <summary>As the command line names it.</summary>
    public abstract string Name { get; }

    /// <summary>One line for the list.</summary>
    public abstract string About { get; }

    public virtual StagePlan Plan => new();

    /// <summary>One round of trouble, healed at its end.</summary>
    public abstract Task Play(Stage stage, Random random);
}
