// remember
