"""A LlamaIndex agent whose spans go to a file, by OpenInference. The model is scripted: no key, no network.

pip install llama-index-core openinference-instrumentation-llama-index opentelemetry-exporter-otlp-json-file
python llama_index_agent.py llama_index.otlp.jsonl
"""
import asyncio
import sys

from llama_index.core.agent.workflow import FunctionAgent
from llama_index.core.base.llms.types import ChatMessage, TextBlock, ToolCallBlock
from llama_index.core.llms.mock import MockFunctionCallingLLM
from llama_index.core.tools import FunctionTool
from openinference.instrumentation.llama_index import LlamaIndexInstrumentor
from opentelemetry.exporter.otlp.json.file import FileSpanExporter
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor

# --- the recipe -----------------------------------------------------------------
provider = TracerProvider()
provider.add_span_processor(SimpleSpanProcessor(FileSpanExporter(sys.argv[1])))
LlamaIndexInstrumentor().instrument(tracer_provider=provider)
# --------------------------------------------------------------------------------

def call(call_id: str, meter: str) -> ChatMessage:
    block = ToolCallBlock(tool_call_id=call_id, tool_name="read_meter", tool_kwargs={"meter": meter})
    return ChatMessage(role="assistant", blocks=[TextBlock(text=f"I read the meter in the {meter}."), block])


ANSWERS = iter([
    call("call_1", "cellar"),
    call("call_2", "roof"),
    ChatMessage(role="assistant", content="The cellar used 12 kWh; the roof's meter does not answer."),
])


def read_meter(meter: str) -> str:
    """Reads a power meter, in kWh."""
    if meter == "roof":
        raise TimeoutError("meter roof did not answer")
    return "12 kWh"


async def main() -> None:
    agent = FunctionAgent(name="meters", description="Reads meters", tools=[FunctionTool.from_defaults(read_meter)], llm=MockFunctionCallingLLM(response_generator=lambda messages, **kwargs: next(ANSWERS)), system_prompt="You read power meters.")
    print(await agent.run("How much did the cellar and the roof use?"))


asyncio.run(main())
provider.shutdown()
