namespace OrderLedger.Tests.Faults;

/// <summary>Tests that take away servers and processes of their own. They run one after another, beside the other tests.</summary>
[CollectionDefinition(Name)]
public sealed class FaultTests
{
    public const string Name = "faults";
}
