"""A PydanticAI agent whose spans go to a file. The model is scripted: no key, no network.

pip install pydantic-ai-slim opentelemetry-exporter-otlp-json-file
python pydantic_ai_agent.py pydantic_ai.otlp.jsonl
"""
import sys

from opentelemetry.exporter.otlp.json.file import FileSpanExporter
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from pydantic_ai import Agent, InstrumentationSettings, ModelRetry
from pydantic_ai.messages import ModelResponse, TextPart, ThinkingPart, ToolCallPart
from pydantic_ai.models.function import FunctionModel

# --- the recipe -----------------------------------------------------------------
provider = TracerProvider()
provider.add_span_processor(SimpleSpanProcessor(FileSpanExporter(sys.argv[1])))
Agent.instrument_all(InstrumentationSettings(tracer_provider=provider))
# --------------------------------------------------------------------------------

ANSWERS = iter([
    [ThinkingPart("The order decides: look it up first."), ToolCallPart("look_up_order", {"order": "1182"}, "call_1")],
    [ToolCallPart("cancel_order", {"order": "1182"}, "call_2")],
    [ToolCallPart("cancel_order", {"order": "1182", "reason": "ordered twice"}, "call_3")],
    [TextPart("Order 1182 is cancelled; the money is back in three days.")],
])

agent = Agent(
    FunctionModel(lambda messages, info: ModelResponse(parts=next(ANSWERS)), model_name="scripted-1"),
    name="support",
    instructions="You help with orders. Look before you act.",
)


@agent.tool_plain
def look_up_order(order: str) -> dict:
    """What is known of an order."""
    return {"order": order, "status": "packed", "total": 42.5}


@agent.tool_plain(retries=2)
def cancel_order(order: str, reason: str = "") -> str:
    """Cancels an order that has not left yet."""
    if reason == "":
        raise ModelRetry("a reason is needed to cancel an order")
    return f"{order} cancelled: {reason}"


print(agent.run_sync("Please cancel order 1182, I ordered twice.").output)
provider.shutdown()
