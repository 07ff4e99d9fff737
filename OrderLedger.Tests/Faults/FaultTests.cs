namespace OrderLedger.Tests.Faults;

/// <summary>They take servers and processes away, one after another and beside no other test.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class FaultTests
{
    public const string Name = "faults";
}
