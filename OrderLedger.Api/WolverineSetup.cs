using System.Reflection;
using JasperFx;
using JasperFx.CodeGeneration;
using JasperFx.CodeGeneration.Model;
using Wolverine;
using Wolverine.Http.CodeGen;

namespace OrderLedger.Api;

/// <summary>
/// The routes of the API are Wolverine endpoints: one class each, whose <c>Load</c> checks and whose other method answers.
/// </summary>
internal static class WolverineSetup
{
    public static void Add(WebApplicationBuilder builder)
    {
        builder.Services.AddWolverineHttp();
        builder.Host.UseWolverine(options =>
        {
            options.ApplicationAssembly = typeof(WolverineSetup).Assembly;
            options.Durability.Mode = DurabilityMode.MediatorOnly;
            options.Discovery.DisableConventionalDiscovery();
            // The code is in Internal/Generated: the program starts faster, and ships without a compiler.
            options.CodeGeneration.TypeLoadMode = TypeLoadMode.Static;
        });
    }

    public static void Map(WebApplication app) => app.MapWolverineEndpoints(options =>
    {
        options.AddParameterHandlingStrategy<OwnTypes>();
        options.AddMiddleware(typeof(ProvenCaller));
    });

    /// <summary>
    /// No endpoint binds its body: vendors' bodies are checked by hand, and answered in their words. So a parameter of a type of ours is
    /// what
    /// <c>Load</c> returned, or a service.
    /// </summary>
    private sealed class OwnTypes : IParameterStrategy
    {
        public bool TryMatch(HttpChain chain, IServiceContainer container, ParameterInfo parameter, out Variable? variable)
        {
            variable = null;
            return parameter.ParameterType.Namespace?.StartsWith(nameof(OrderLedger), StringComparison.Ordinal) == true;
        }
    }
}
