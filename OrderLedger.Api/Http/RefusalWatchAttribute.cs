namespace OrderLedger.Api.Http;

/// <summary>On a route: sees each answer that refuses before it leaves. What it throws is answered in its place.</summary>
[AttributeUsage(AttributeTargets.Class)]
public abstract class RefusalWatchAttribute : Attribute
{
    internal abstract Task BeforeAnswer(HttpContext http, Reply refusal);
}
