namespace OrderLedger.Tests.Ledger;

public class LockNumbers
{
    [Fact]
    public void Are_all_different()
    {
        var numbers = typeof(AdvisoryLocks).GetFields().Select(f => Convert.ToInt64(f.GetRawConstantValue(), null)).ToList();

        numbers.Count.ShouldBeGreaterThan(5);
        numbers.ShouldBeUnique();
    }
}
