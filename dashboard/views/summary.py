import streamlit as st
from dashboard.session import text
st.title(text('summary.title'))
