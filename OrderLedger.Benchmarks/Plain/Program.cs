using JasperFx;
using JasperFx.CodeGeneration;
using JasperFx.Events;
using JasperFx.Events.Projections;
using Marten;
using Plain;
using Wolverine;
using Wolverine.Http;

var builder = WebApplication.CreateBuilder(args);
builder.Logging.SetMinimumLevel(LogLevel.Error);
builder.Services.AddMarten(options =>
{
    options.Connection(builder.Configuration.GetConnectionString("Plain")!);
    options.DatabaseSchemaName = "plain";
    options.Events.StreamIdentity = StreamIdentity.AsString;
    options.Events.AppendMode = EventAppendMode.Quick;
    options.UseSystemTextJsonForSerialization();
    options.Projections.Snapshot<Order>(SnapshotLifecycle.Inline);
}).ApplyAllDatabaseChangesOnStartup();
builder.Services.AddSingleton(new ApiKey(builder.Configuration["Key"]!));
builder.Services.AddWolverineHttp();
builder.Host.UseWolverine(options =>
{
    options.Durability.Mode = DurabilityMode.MediatorOnly;
    options.CodeGeneration.TypeLoadMode = TypeLoadMode.Dynamic;
});

var app = builder.Build();
app.MapWolverineEndpoints();
app.Lifetime.ApplicationStarted.Register(() => Console.WriteLine($"Plain listens on {app.Urls.First()}"));
return await app.RunJasperFxCommands(args);
